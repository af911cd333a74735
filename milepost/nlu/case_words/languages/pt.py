"""Portuguese around numbers, as it is written on both sides of the ocean."""

from __future__ import annotations

import re

from milepost.nlu.case_words.languages.count_words import CountWords, anywhere, beginning, ending, measured, words

_ABOUT = r"(?: (?:uns|umas|so|ja|agora|cerca de|mais ou menos|em|os|as|a|ser|ao todo|no total|quase|tipo|apenas|somente|la|todos))*"
_KIN = (
    r"(?:mulher|marido|espos[oa]|namorad[oa]|companheir[oa]|irma|irmao|filh[oa]|mae|pai|amig[oa]|soci[oa]|colega|prim[oa]|"
    r"vizinh[oa])"
)

PT = CountWords(
    language="pt",
    people=words(
        """pessoas pessoa pess gente usuarios usuarias usuario utilizadores utilizadoras utilizador postos lugares lugar licencas
        licenca assentos assento funcionarios funcionarias empregados empregadas trabalhadores colaboradores colaboradoras
        atendentes agentes membros hospedes alunos alunas estudantes criancas adultos adultas cabecas amigos amigas colegas
        voluntarios voluntarias socios socias filhos filhas irmaos irmas convidados convidadas passageiros participantes
        professores vagas miudos meninos meninas rapazes familiares"""
    ),
    leads=words(
        """q p pra pro pras pros pa tb tbm tambem c vc vcs por ao qto qtos quanto custa custam sai saem fica ficam ficava ficaria
        sairia seria seriam daria da dao mensal anual sff pf pfv ne nao msm mesmo entao so kkk kkkk total preco dum duma num
        numa nuns numas d de do da logo ai ja blz hein na no nas nos"""
    ),
    things=words(
        """perguntas coisas vezes pontos estrelas opcoes razoes motivos problemas idiomas linguas emails mails mensagens chamadas
        clientes visitas paginas planos marcas modelos cores tamanhos codigos regras caixas tentativas prestacoes parcelas
        versoes"""
    ),
    plural=re.compile(r"[a-z]{3,}s"),
    we_are=ending(
        r"(?:(?:nao )?somos|seriamos|seremos|formos|fossemos|sejamos|vamos|iriamos|iremos|viemos|estamos|estariamos|ficamos|"
        r"ficarmos|ficassemos|passarmos|"
        rf"a gente (?:e|sao|vai|seria|for|fosse)|nos somos|(?:equip[ae]|time|grupo|familia|turma) de){_ABOUT}"
    ),
    alone=anywhere(
        r"(?:so|somente|apenas|unicamente) (?:para|pra|p) mim|(?:so|somente|apenas) (?:eu|uma pessoa)(?! e)|"
        r"(?:para|pra) mim (?:sozinh[oa]|so)|(?:moro|vivo|trabalho|viajo|vou|estou|to|sou eu) sozinh[oa]"
    ),
    pair=anywhere(
        rf"(?:so )?eu e (?:a |o )?(?:(?:minha|meu) )?{_KIN}|(?:minha|meu) {_KIN} e eu|nos (?:os )?dois|nos (?:as )?duas|"
        rf"(?:para|pra) mim e (?:para |pra )?(?:a |o )?(?:minha|meu) {_KIN}"
    ),
    with_me_before=ending(r"eu (?:e|mais|com)(?: (?:os|as|meus|minhas|outr[oa]s))*"),
    with_me_behind=beginning(r"(?:[a-z]+ )?(?:e|mais) (?:eu|mim)"),
    of_us=beginning(r"de nos|dos nossos"),
    of_them=beginning(r"d(?:ess[ea]s|est[ea]s|el[ea]s|aquel[ea]s)|de cada"),
    measures=measured(
        r"dias?|semanas?|mes(?:es)?|anos?|aninhos?|horas?|hrs|minutos?|segundos?|noites?|tardes?|manhas?|vezes|vez|metros?|"
        r"centimetros?|litros?|kilos?|quilos?|gramas?|graus?|polegadas?|por ?cento|watts?|volts?|estrelas?|megas?|gigas?|"
        r"milhas?|da (?:manha|tarde|noite)|dolar(?:es)?|libras?|reais|real|paus|contos|mil|x(?= sem)",
        r"janeiro|fevereiro|marco|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro",
        of="de ",
    ),
    names_before=ending(
        r"(?:tamanho|numero|nr|pedido|encomenda|opcao|versao|modelo|nivel|quarto|sala|andar|rua|windows|android|ios|linha|"
        r"pagina|passo|tipo|idade|codigo|fatura|ano|em um|num|numa|calco|calca|visto)\.?:?"
    ),
    moments=ending(
        r"às|(?:até|ate|desde|antes d|depois d|abr\w+|fech\w+|começ\w+|comec\w+|por volta d)\s?as|pelas|o|ao|no|do|dia|um|uma|este|"
        r"esse|deste|desse"
    ),
    aged=ending(
        r"(?:(?:ela|ele|filho|filha|mãe|mae|pai|avó|avo|avô|marido|mulher) (?:tem|tinha|fez|faz|vai fazer)|tenho|faz|fez|completa)"
        r"(?: (?:já|ja|quase|uns))*|(?:filhos|filhas|crianças|criancas|eles|elas|miúdos|miudos) t[eê]m(?: \d{1,2} e)?"
    ),
    sums=ending(
        r"(?:custa|custam|custava|custou|vale|valem|sai|saem|fica|pago|paga|pagamos|pagava|paguei|pagar|cobram|cobraram|preço|preco|"
        r"valor|(?<!pelo )menos|gastar|gasto|orçamento|orcamento|desconto|"
        r"poupo|economizo)(?: (?:a|de|é|era|uns|só|so|em|os))*|[+=]"
    ),
    held=ending(r"(?:são|sao|é|era[m]?|diz|dizia|vi|li|ou|continua[m]?|ainda)"),
    rates=beginning(
        r"(?:por|ao|a|cada|/)\s?(?:cabeca|pessoa|usuario|utilizador|lugar|posto|assento|aluno|sessao|aula|noite|hora|dia|semana|mes|"
        r"ano|unidade|um|uma)|cada"
    ),
    more_behind=beginning(r"(?:a )?mais|adicionais|extras?"),
    more_before=ending(
        r"(?:outr[oa]s|mais|acrescentar|acrescentamos|adicionar|somamos|entram|entraram)(?: (?:os|as))*"
    ),
    over=ending(
        r"(?:(?:antes )?(?:éramos|eramos)|esquec\w+|esqueç\w+|em vez de|em lugar de|ao invés de|ao inves de|não|nao|já não somos)"
        r"(?: (?:os|as|a|mais|são|sao))*"
    ),
    articles=ending(r"(?:os|as|dos|das|nos|nas|est[ea]s|ess[ea]s|de|outr[oa]s|ultim[oa]s|primeir[oa]s)"),
    for_the=ending(r"(?:para|pra|por|com|p) (?:tod[oa]s )?(?:os|as|nos|n[oó]s)|pr[oa]s|pel[oa]s"),
    to=re.compile(r"\s*(?:a|ou|e|ate|-)\s*(?:(?:talvez|quem sabe|uns|umas)\s+)?"),
)
