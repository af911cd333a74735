"""French around numbers."""

from __future__ import annotations

import re

from milepost.nlu.case_words.languages.count_words import CountWords, anywhere, beginning, ending, measured, words

_ABOUT = (
    r"(?: (?:a|environ|genre|que|bien|deja|plutot|plus|maintenant|au total|bientot|autour de|dans les|peut-etre|a peu pres|"
    r"les|tous|toutes|nous|juste|seulement))*"
)
_KIN = (
    r"(?:femme|mari|epoux|epouse|copine|copain|conjointe?|compagn(?:e|on)|soeur|frere|mere|pere|fils|fille|amie?|associee?|"
    r"collegue|coloc|voisine?|blonde|chum)"
)

FR = CountWords(
    language="fr",
    people=words(
        """personnes personne pers gens utilisateurs utilisatrices utilisateur users postes poste sieges siege places licences
        licence employes employees salaries salariees collaborateurs collaboratrices collegues agents membres invites invitees
        eleves etudiants etudiantes enfants adultes tetes amis amies copains copines potes benevoles participants participantes
        convives freres soeurs filles garcons fils stagiaires conseillers voyageurs apprenants accompagnants femmes hommes"""
    ),
    leads=words(
        """c cb ca cest combien coute couterait coutent fait ferait font svp stp merci pr pour par et ou plutot alors donc pareil
        d un l qu j n s total environ jusqu mensuel annuel debout assis ensemble prix euh hein quoi pis deja voire y en
        tarif revient reviendrait finalement"""
    ),
    things=words(
        """questions choses fois points etoiles options raisons problemes langues mails courriels messages appels clients pages
        formules marques modeles couleurs tailles codes regles idees essais mensualites avis versions offres visites"""
    ),
    plural=re.compile(r"[a-zœ]{3,}[sx]"),
    we_are=ending(
        r"(?:on (?:est|sera|serait|etait|vient|viendrait|part|va etre|y va|y sera|passe|monte|en est)|nous (?:sommes|serons|"
        r"serions|etions|venons)|(?:pour|a) nous|(?:pass|mont|grimp|augment)\w*(?= a)|^a|(?<=[.,;:!?] )a|et si a|"
        rf"et a|(?:equipe|groupe|famille|classe) de){_ABOUT}"
    ),
    alone=anywhere(
        r"(?:juste|que|seulement|rien que|uniquement) (?:pour )?moi|(?:pour )?moi (?:tout )?seule?|je (?:suis|vis|travaille|voyage|"
        r"pars) (?:tout )?(?:seule?|toute seule)|pour une (?:seule )?personne"
    ),
    pair=anywhere(
        rf"(?:nous|a) deux|(?:nous|pour) les deux|(?:ma|mon) {_KIN} et moi|moi et (?:ma|mon) {_KIN}|tous les deux|toutes les deux"
    ),
    with_me_before=ending(r"moi (?:et|plus|avec)(?: (?:mes|les|autres))*"),
    with_me_behind=beginning(r"(?:[a-z]+ )?(?:et|plus) moi"),
    of_us=beginning(r"d'entre nous|de nous"),
    of_them=beginning(r"de (?:ceux|celles|ces|chaque|chacun|chacune)|d'entre (?:eux|elles)|comme ca"),
    measures=measured(
        r"jours?|semaines?|mois|ans?|annees?|heures?|minutes?|mn|secondes?|nuits?|soirs?|soirees?|matins?|matinees?|apres-midis?|"
        r"fois|metres?|centimetres?|litres?|kilos?|grammes?|degres?|pouces?|pour ?cents?|watts?|volts?|etoiles?|mois d|"
        r"balles?|dollars?|livres sterling|francs?|piasses?|mille|o'?clock|h\s?\d{0,2}|e|er|ere|eme|ieme|nde?",
        r"janvier|janv|fevrier|fev|mars|avril|mai|juin|juillet|juil|aout|septembre|sept|octobre|oct|novembre|nov|decembre|dec",
    ),
    names_before=ending(
        r"(?:taille|pointure|numero|num|no|commande|option|version|modele|niveau|chambre|salle|etage|rue|windows|android|ios|"
        r"ligne|page|etape|type|age|code|facture|annee|en un|en une|appartement|porte)\.?:?"
    ),
    moments=ending(
        r"(?<!y )(?<!en )(?<!on )(?<!il )(?<!elle )(?<!qui )(?:à|a)|jusqu'(?:à|a)|le|du|au|vers|avant|après|apres|depuis|"
        r"dès|des|un|une|ce|cette|(?<!-)en|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    ),
    aged=ending(
        r"(?:(?:il|elle|fils|fille|mère|mere|père|pere|mari|femme|qui) (?:a|aura|va avoir|fait)|j'ai|fête|fete|âge de|age de)"
        r"(?: (?:déjà|deja|bientôt|bientot|presque))*|(?:enfants|filles|fils|garçons|garcons|elles|ils|deux) ont(?: \d{1,2} et)?"
    ),
    sums=ending(
        r"(?:co[uû]tent?|co[uû]tait|fait|faisait|font|revient|revenait|paie|paye|payer|payé|payait|payons|prix|tarif|"
        r"(?<!au )moins|budget|"
        r"dépenser|depenser|économise|economise|remise|réduction|reduction|facturé|facture|prélevé)"
        r"(?: (?:à|a|de|est|encore|toujours|que|les|environ))*|[+=]"
    ),
    held=ending(r"(?:c'est|cest|est|sont|était|etait|lu|vu|dit|marqué|marque|ou|toujours|encore|donc)"),
    rates=beginning(
        r"(?:par|la|le|l'|chaque|/)\s?(?:tete|personne|utilisateur|poste|siege|place|eleve|seance|cours|nuit|heure|jour|"
        r"semaine|mois|an|annee|unite|piece)|chac(?:un|une)"
    ),
    more_behind=beginning(r"(?:de|en) plus|supplementaires?|autres|additionnel(?:le)?s?|en sus"),
    more_before=ending(
        r"(?:autres|encore|embauche|embauchons|recrute|recrutons|rajoute|ajoute|ajouter|plus)(?: (?:les|d'))*"
    ),
    over=ending(
        r"(?:(?<!si )(?:on|nous) (?:était|etait|étions|etions)|oublie[zr]?(?: pas)?|au lieu d[eu]|à la place d[eu]|pas|plus que)"
        r"(?: (?:les|des|de|à|a))*"
    ),
    articles=ending(
        r"(?:les|des|ces|ses|mes|vos|leurs|tous|toutes|de|d'|autres|premiers|premieres|derniers|dernieres)"
    ),
    for_the=ending(r"(?:pour|pr|avec|prend[s]?|a) (?:tous |toutes )?(?:les|nous)"),
    to=re.compile(r"\s*(?:a|ou|et|voire|-)\s*(?:(?:peut-etre|meme|environ|plutot)\s+)?"),
)
