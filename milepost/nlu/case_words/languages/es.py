"""Spanish around numbers."""

from __future__ import annotations

import re

from milepost.nlu.case_words.languages.count_words import CountWords, anywhere, beginning, ending, measured, words

_ABOUT = r"(?: (?:a ser|a|unos|unas|solo|como|ya|ahora|alrededor de|mas o menos|casi|los|las|nosotros|en total))*"
_KIN = (
    r"(?:mujer|marido|espos[oa]|novi[oa]|pareja|herman[oa]|hij[oa]|madre|padre|amig[oa]|soci[oa]|companer[oa]|prim[oa]|"
    r"vecin[oa])"
)

ES = CountWords(
    language="es",
    people=words(
        """personas persona pers gente usuarios usuarias usuario usuaria puestos puesto plazas asientos asiento licencias
        licencia empleados empleadas trabajadores trabajadoras companeros companeras colegas agentes miembros huespedes
        alumnos alumnas estudiantes ninos ninas adultos adultas amigos amigas voluntarios voluntarias socios socias hijos
        hijas hermanos hermanas invitados invitadas pasajeros cabezas integrantes comensales chicos chicas peques
        familiares participantes asistentes profesores primos primas"""
    ),
    leads=words(
        """q k pa pal tb tmb tambien porfa porfis plis por al cuanto cuanta cuesta cuestan sale salen queda quedan seria serian
        vale valdria saldria costaria mensual anual mensuales anuales si no mas menos mejor entonces pues jaja nada total
        precio de del"""
    ),
    things=words(
        """preguntas cosas puntos estrellas opciones razones motivos problemas idiomas correos mails mensajes llamadas
        clientes visitas paginas planes marcas modelos colores tallas codigos reglas buzones intentos plazos cuotas
        kilometros versiones"""
    ),
    plural=re.compile(r"[a-z]{3,}s"),
    we_are=ending(
        r"(?:somos|seriamos|seremos|fueramos|fuesemos|seamos|vamos|iriamos|iremos|venimos|vendriamos|estamos|estariamos|"
        rf"quedamos|quedariamos|nosotr[oa]s|(?:equipo|grupo|plantilla|familia|clase) de){_ABOUT}"
    ),
    alone=anywhere(
        r"(?:solo|solamente|nada mas|unicamente) (?:para mi|yo|una persona)|para mi (?:sol[oa]|nada mas)|"
        r"(?:yo|estoy|vivo|trabajo|viajo|voy) sol[oa]"
    ),
    pair=anywhere(
        rf"nosotr[oa]s dos|para los dos|mi {_KIN} y yo|yo y mi {_KIN}|para mi y (?:para )?mi {_KIN}|"
        rf"para mi {_KIN} y (?:para )?mi"
    ),
    with_me_before=ending(r"yo (?:y|mas|con)(?: (?:mis|otr[oa]s|l[oa]s))*"),
    with_me_behind=beginning(r"(?:[a-z]+ )?(?:y|mas) (?:yo|para mi)"),
    of_us=beginning(r"de (?:nosotr[oa]s|los nuestros)"),
    of_them=beginning(r"de (?:es[oa]s|est[oa]s|ell[oa]s|aquell[oa]s)"),
    measures=measured(
        r"dias?|semanas?|mes(?:es)?|anos?|anitos?|horas?|hrs|minutos?|segundos?|noches?|tardes?|mananas?|veces|vez|metros?|"
        r"centimetros?|litros?|kilos?|gramos?|grados?|pulgadas?|por ?ciento|porciento|vatios?|voltios?|estrellas?|"
        r"megas?|gigas?|millas?|de la (?:manana|tarde|noche)|dolar(?:es)?|libras?|pesos?|pavos?|mil",
        r"enero|febrero|marzo|abril|mayo|junio|julio|agosto|sept?iembre|octubre|noviembre|diciembre",
        of="de ",
    ),
    names_before=ending(
        r"(?:talla|tallas|numero|num|nro|pedido|opcion|version|modelo|tamano|nivel|habitacion|sala|piso|planta|calle|windows|"
        r"android|ios|linea|pagina|paso|tipo|edad|codigo|factura|desde el|ano|en un|en una|vista)\.?:?"
    ),
    moments=ending(
        r"(?:a|desde|hasta|sobre|tipo|de|antes de|después de|despues de|entre) las|el|al|del|día|dia|un|una|este|ese|en el"
    ),
    aged=ending(
        r"(?:tiene|tengo|cumple|cumplo|cumplió|cumplio|cumplirá|cumplira)(?: (?:ya|casi|unos))*|de \d{1,2} y|"
        r"tienen(?: \d{1,2} y)?"
    ),
    sums=ending(
        r"(?:cuesta|cuestan|costaba|costó|costo|vale|valen|valía|sale|salen|pago|pagas|pagamos|pagaba|pagué|pague|pagar|pagado|"
        r"cobran|cobraron|cobráis|precio|tarifa|gastar|gasto|presupuesto|(?<!al )menos|ahorro|rebaja|descuento)"
        r"(?: (?:a|de|es|era|unos|solo|los|en))*|[+=]"
    ),
    held=ending(r"(?:son|era[n]?|es|dice|decía|decia|vi|leí|lei|ponía|ponia|o|sigue[n]?|siguen siendo)"),
    rates=beginning(
        r"(?:por|al|a la|cada|/)\s?(?:cabeza|persona|usuario|puesto|asiento|agente|alumno|sesion|clase|noche|hora|dia|semana|"
        r"mes|ano|un[oa])|cada un[oa]|c/u"
    ),
    more_behind=beginning(r"mas|adicionales|extras?"),
    more_before=ending(
        r"(?:otr[oa]s|sumamos|se suman|anadimos|anadir|agregar|agregamos|fichamos|entran)(?: (?:a|l[oa]s))*"
    ),
    over=ending(
        r"(?:(?:antes )?(?:éramos|eramos)|olvid[ae](?:te|d)?(?: de)?|en (?:vez|lugar) de|no|ya no somos|no somos)"
        r"(?: (?:los|las|a))*"
    ),
    articles=ending(r"(?:los|las|est[oa]s|es[oa]s|de|otr[oa]s|ultim[oa]s|primer[oa]s)"),
    for_the=ending(r"(?:para|pa|por|con) (?:tod[oa]s )?(?:los|las|nosotr[oa]s|ell[oa]s)"),
    to=re.compile(r"\s*(?:a|o|u|y|hasta|-)\s*(?:(?:quiza|tal vez|como|unos|unas)\s+)?"),
)
