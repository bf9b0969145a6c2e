"""The words of titles: a row for each language.

The first phrase of a meaning is the one that is written. All are understood, whatever
the language, so that none may mean one thing here and another one there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum, auto
import unicodedata

from ...api.models import Command

type Phrase = tuple[str, ...]


class Meaning(StrEnum):
    """What a phrase says."""

    CHARGE = auto()
    DISCHARGE = auto()
    IDLE = auto()
    BALANCED = auto()
    RESERVE = auto()
    EXPORT = auto()
    TO = auto()
    AT = auto()
    KEEP = auto()
    BELOW = auto()
    ABOVE = auto()
    FOR = auto()
    FULL = auto()
    CHEAPEST = auto()
    DEAREST = auto()
    IN_ONE_GO = auto()
    FILL = auto()
    """It is charged until it is full."""
    WHEN = auto()
    """It speaks of a price: without one it says nothing."""
    FILLER = auto()
    """It says nothing that matters."""


COMMANDS = {
    Meaning.CHARGE: Command.CHARGE,
    Meaning.DISCHARGE: Command.DISCHARGE,
    Meaning.IDLE: Command.IDLE,
    Meaning.BALANCED: Command.AUTO_BALANCED,
    Meaning.RESERVE: Command.AUTO_RESERVE,
    Meaning.EXPORT: Command.AUTO_EXPORT,
}


class TitleUnit(StrEnum):
    """What a number counts."""

    PERCENT = auto()
    POWER = auto()
    TIME = auto()
    PRICE = auto()


UNITS: Mapping[str, tuple[TitleUnit, float]] = {
    **dict.fromkeys(("%", "percent", "prozent"), (TitleUnit.PERCENT, 1)),
    **dict.fromkeys(("pct", "procent", "procents"), (TitleUnit.PERCENT, 1)),
    **dict.fromkeys(("kw", "kilowatt", "kilowatts"), (TitleUnit.POWER, 1)),
    **dict.fromkeys(("w", "watt", "watts"), (TitleUnit.POWER, 1 / 1000)),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), (TitleUnit.TIME, 60)),
    **dict.fromkeys(("std", "stunde", "stunden", "uur", "uren"), (TitleUnit.TIME, 60)),
    **dict.fromkeys(("heure", "heures", "hora", "horas"), (TitleUnit.TIME, 60)),
    **dict.fromkeys(("ora", "ore", "timme", "timmar", "tim"), (TitleUnit.TIME, 60)),
    **dict.fromkeys(("godz", "godzina", "godziny", "godzin"), (TitleUnit.TIME, 60)),
    **dict.fromkeys(("min", "mins", "minute", "minutes"), (TitleUnit.TIME, 1)),
    **dict.fromkeys(("minuten", "minuut", "minuto", "minutos"), (TitleUnit.TIME, 1)),
    **dict.fromkeys(("minuti", "minut", "minuty", "minuter"), (TitleUnit.TIME, 1)),
    **dict.fromkeys(
        ("ct", "cts", "c", "cent", "cents", "¢"), (TitleUnit.PRICE, 1 / 100)
    ),
    **dict.fromkeys(("p", "pence", "øre", "öre", "gr"), (TitleUnit.PRICE, 1 / 100)),
    **dict.fromkeys(("centimes", "céntimos", "centesimi"), (TitleUnit.PRICE, 1 / 100)),
    **dict.fromkeys(("€", "eur", "euro", "euros", "£", "gbp"), (TitleUnit.PRICE, 1)),
    **dict.fromkeys(("$", "usd", "aud", "kr", "sek", "nok"), (TitleUnit.PRICE, 1)),
    **dict.fromkeys(("dkk", "zł", "zl", "pln", "chf", "czk"), (TitleUnit.PRICE, 1)),
}
"""By what is written behind a number: how much it is of %, kW, minutes or money."""

MINOR_UNITS = {
    "GBP": "p",
    "SEK": "öre",
    "NOK": "øre",
    "DKK": "øre",
    "PLN": "gr",
}
"""How a hundredth of a currency is written; of all others it is `ct`."""

NUMBERS: Mapping[str, int] = {
    word: number
    for number, words in enumerate(
        (
            "one an ein eine une una een één ett jedną",
            "two zwei deux twee dos due dwie två",
            "three drei trois drie tres tre trzy",
            "four vier quatre cuatro quattro cztery fyra",
            "five fünf cinq vijf cinco cinque pięć fem",
            "six sechs zes seis sei sześć sex",
        ),
        1,
    )
    for word in words.split()
}
"""Numbers that are written as words."""

PER_KWH: frozenset[Phrase] = frozenset(
    (per, "kwh") for per in ("/", "per", "pro", "je", "par", "por", "za")
)
"""What may stand behind a price."""


@dataclass(frozen=True, slots=True)
class Language:
    """The words of one language."""

    phrases: Mapping[Meaning, tuple[str, ...]]
    decimal: str = field(default=",", kw_only=True)
    """What stands before the decimals of a number."""


LANGUAGES: Mapping[str, Language] = {
    "en": Language(
        {
            Meaning.CHARGE: (
                "charge",
                "charging",
                "recharge",
                "grid charge",
                "grid charging",
                "force charge",
                "charge up",
                "top up",
            ),
            Meaning.DISCHARGE: ("discharge", "discharging", "force discharge"),
            Meaning.IDLE: ("idle", "hold", "pause", "standby", "wait", "do nothing"),
            Meaning.BALANCED: (
                "balanced",
                "balance",
                "automatic",
                "self use",
                "self-use",
                "self consumption",
                "self-consumption",
            ),
            Meaning.RESERVE: ("reserve", "backup"),
            Meaning.EXPORT: ("export", "exporting", "sell", "feed in", "feed-in"),
            Meaning.TO: ("to", "up to", "down to", "until", "till"),
            Meaning.AT: ("at", "with"),
            Meaning.KEEP: ("keep", "keeping", "not below", "not under"),
            Meaning.BELOW: (
                "below",
                "under",
                "max",
                "at most",
                "less than",
                "cheaper than",
                "no more than",
            ),
            Meaning.ABOVE: ("above", "over", "at least", "more than"),
            Meaning.FOR: ("for",),
            Meaning.FULL: ("full", "fully", "completely"),
            Meaning.CHEAPEST: (
                "cheapest",
                "cheap",
                "cheaply",
                "at cheapest",
                "when cheapest",
                "when it is cheapest",
                "as cheap as possible",
                "as cheaply as possible",
                "at the lowest price",
                "at the cheapest time",
                "in the cheapest hours",
                "at the cheapest times",
                "at the cheapest price",
                "at the cheapest hours",
                "at the best price",
                "at the lowest cost",
                "for the lowest cost",
                "lowest",
                "during the cheapest hours",
            ),
            Meaning.DEAREST: (
                "dearest",
                "priciest",
                "most expensive",
                "when dearest",
                "when it is dearest",
                "when most expensive",
                "at the highest price",
                "in the dearest hours",
                "highest",
                "at the most expensive time",
                "at the most expensive times",
                "in the most expensive hours",
            ),
            Meaning.IN_ONE_GO: (
                "in one go",
                "in one piece",
                "in one block",
                "at a stretch",
                "without a break",
                "in one session",
                "without breaks",
                "no breaks",
                "continuous",
                "continuously",
                "uninterrupted",
                "nonstop",
            ),
            Meaning.FILL: (
                "fill",
                "fill up",
                "filling",
            ),
            Meaning.WHEN: (
                "when",
                "while",
                "if",
                "price",
                "prices",
                "electricity",
                "is",
                "are",
                "costs",
            ),
            Meaning.FILLER: (
                "the",
                "my",
                "battery",
                "batteries",
                "home battery",
                "please",
                "from grid",
                "from the grid",
                "in the",
                "during the",
            ),
        },
        decimal=".",
    ),
    "de": Language(
        {
            Meaning.CHARGE: (
                "laden",
                "lade",
                "ladung",
                "aufladen",
                "netzladen",
                "netzladung",
            ),
            Meaning.DISCHARGE: ("entladen", "entlade", "entladung"),
            Meaning.IDLE: ("leerlauf", "halten", "warten", "ruhen", "nichts tun"),
            Meaning.BALANCED: (
                "ausgewogen",
                "ausgeglichen",
                "automatik",
                "automatisch",
                "eigenverbrauch",
            ),
            Meaning.RESERVE: ("reserve", "notstrom"),
            Meaning.EXPORT: ("einspeisung", "einspeisen", "verkaufen"),
            Meaning.TO: ("auf", "bis", "bis auf", "bis zu"),
            Meaning.AT: ("mit", "bei"),
            Meaning.KEEP: ("nicht unter", "behalte", "behalten"),
            Meaning.BELOW: (
                "unter",
                "höchstens",
                "maximal",
                "weniger als",
                "billiger als",
                "günstiger als",
            ),
            Meaning.ABOVE: ("über", "mindestens", "mehr als", "teurer als"),
            Meaning.FOR: ("für",),
            Meaning.FULL: ("voll", "ganz voll"),
            Meaning.CHEAPEST: (
                "am günstigsten",
                "günstigst",
                "günstig",
                "am billigsten",
                "billigst",
                "billig",
                "so günstig wie möglich",
                "so billig wie möglich",
                "möglichst günstig",
                "möglichst billig",
                "zum günstigsten preis",
                "zu den günstigsten stunden",
                "in den günstigsten stunden",
                "günstigste",
                "günstigsten",
                "billigste",
                "billigsten",
                "günstigste zeit",
                "zur günstigsten zeit",
                "zu den günstigsten zeiten",
                "zur billigsten zeit",
                "zu den billigsten zeiten",
                "zu den billigsten stunden",
                "in den billigsten stunden",
                "zum niedrigsten preis",
                "zum tiefsten preis",
                "zum besten preis",
            ),
            Meaning.DEAREST: (
                "am teuersten",
                "teuerst",
                "teuer",
                "so teuer wie möglich",
                "möglichst teuer",
                "zum höchsten preis",
                "zu den teuersten stunden",
                "in den teuersten stunden",
                "teuerste",
                "teuersten",
                "zur teuersten zeit",
                "zu den teuersten zeiten",
            ),
            Meaning.IN_ONE_GO: (
                "am Stück",
                "in einem Stück",
                "in einem zug",
                "in einem rutsch",
                "ohne Pause",
                "durchgehend",
                "zusammenhängend",
                "ununterbrochen",
                "ohne unterbrechung",
            ),
            Meaning.FILL: (
                "vollladen",
                "volladen",
                "voll machen",
            ),
            Meaning.WHEN: (
                "wenn",
                "solange",
                "preis",
                "preise",
                "strompreis",
                "strom",
                "es",
                "ist",
                "sind",
                "liegt",
                "kostet",
            ),
            Meaning.FILLER: (
                "die",
                "den",
                "der",
                "akku",
                "batterie",
                "speicher",
                "hausspeicher",
                "bitte",
                "aus dem netz",
                "vom netz",
                "in den",
                "während der",
            ),
        }
    ),
    "fr": Language(
        {
            Meaning.CHARGE: ("charger", "recharger"),
            Meaning.DISCHARGE: ("décharger", "décharge"),
            Meaning.IDLE: ("repos", "attendre", "veille", "ne rien faire"),
            Meaning.BALANCED: ("équilibré", "autoconsommation", "automatique"),
            Meaning.RESERVE: ("réserve", "secours"),
            Meaning.EXPORT: ("exporter", "exportation", "vendre", "revente"),
            Meaning.TO: ("à", "jusqu'à", "jusqu'au"),
            Meaning.AT: ("à", "avec"),
            Meaning.KEEP: ("garder", "pas moins de", "pas en dessous de"),
            Meaning.BELOW: (
                "en dessous de",
                "sous",
                "moins de",
                "à moins de",
                "au plus",
                "maximum",
            ),
            Meaning.ABOVE: ("au-dessus de", "au dessus de", "plus de", "au moins"),
            Meaning.FOR: ("pendant", "durant"),
            Meaning.FULL: ("plein", "pleine", "à fond", "complètement"),
            Meaning.CHEAPEST: (
                "au moins cher",
                "le moins cher",
                "le moins cher possible",
                "au meilleur marché",
                "au prix le plus bas",
            ),
            Meaning.DEAREST: (
                "au plus cher",
                "le plus cher",
                "le plus cher possible",
                "au prix le plus haut",
            ),
            Meaning.IN_ONE_GO: ("d'une traite", "en une fois", "sans interruption"),
            Meaning.FILL: ("remplir",),
            Meaning.WHEN: (
                "quand",
                "lorsque",
                "si",
                "tant que",
                "prix",
                "électricité",
                "l'électricité",
                "est",
            ),
            Meaning.FILLER: (
                "la",
                "le",
                "batterie",
                "s'il te plaît",
                "du réseau",
                "depuis le réseau",
            ),
        }
    ),
    "nl": Language(
        {
            Meaning.CHARGE: ("laden", "laad", "opladen"),
            Meaning.DISCHARGE: ("ontladen", "ontlaad"),
            Meaning.IDLE: ("rust", "wachten", "pauze", "niets doen"),
            Meaning.BALANCED: ("gebalanceerd", "eigenverbruik", "automatisch"),
            Meaning.RESERVE: ("reserve", "noodstroom"),
            Meaning.EXPORT: (
                "terugleveren",
                "teruglevering",
                "exporteren",
                "verkopen",
            ),
            Meaning.TO: ("tot", "naar"),
            Meaning.AT: ("met", "op"),
            Meaning.KEEP: ("niet onder", "houd", "behoud"),
            Meaning.BELOW: ("onder", "maximaal", "minder dan", "goedkoper dan"),
            Meaning.ABOVE: ("boven", "minstens", "meer dan", "duurder dan"),
            Meaning.FOR: ("gedurende", "voor"),
            Meaning.FULL: ("vol", "helemaal vol"),
            Meaning.CHEAPEST: (
                "goedkoopst",
                "goedkoop",
                "op zijn goedkoopst",
                "zo goedkoop mogelijk",
                "in de goedkoopste uren",
            ),
            Meaning.DEAREST: (
                "duurst",
                "duur",
                "op zijn duurst",
                "zo duur mogelijk",
                "in de duurste uren",
            ),
            Meaning.IN_ONE_GO: (
                "in één keer",
                "in een keer",
                "aan één stuk",
                "aan een stuk",
            ),
            Meaning.FILL: (
                "volladen",
                "vol maken",
            ),
            Meaning.WHEN: (
                "wanneer",
                "als",
                "zolang",
                "prijs",
                "stroomprijs",
                "stroom",
                "is",
            ),
            Meaning.FILLER: (
                "de",
                "het",
                "batterij",
                "thuisbatterij",
                "accu",
                "van het net",
                "uit het net",
            ),
        }
    ),
    "es": Language(
        {
            Meaning.CHARGE: ("cargar", "carga", "recargar"),
            Meaning.DISCHARGE: ("descargar", "descarga"),
            Meaning.IDLE: ("reposo", "esperar", "pausa", "no hacer nada"),
            Meaning.BALANCED: ("equilibrado", "autoconsumo", "automático"),
            Meaning.RESERVE: ("reserva", "respaldo"),
            Meaning.EXPORT: ("exportar", "exportación", "vender", "verter"),
            Meaning.TO: ("hasta", "hasta el", "al", "a"),
            Meaning.AT: ("a", "con"),
            Meaning.KEEP: ("sin bajar de", "mantener", "conservar"),
            Meaning.BELOW: (
                "por debajo de",
                "menos de",
                "a menos de",
                "como máximo",
                "máximo",
            ),
            Meaning.ABOVE: ("por encima de", "más de", "a más de", "como mínimo"),
            Meaning.FOR: ("durante",),
            Meaning.FULL: ("tope", "lleno", "llena", "por completo"),
            Meaning.CHEAPEST: (
                "más barato",
                "barato",
                "lo más barato posible",
                "al precio más bajo",
                "en las horas más baratas",
            ),
            Meaning.DEAREST: (
                "más caro",
                "caro",
                "lo más caro posible",
                "al precio más alto",
                "en las horas más caras",
            ),
            Meaning.IN_ONE_GO: ("de una vez", "sin interrupción", "de un tirón"),
            Meaning.FILL: ("llenar",),
            Meaning.WHEN: (
                "cuando",
                "si",
                "mientras",
                "precio",
                "el precio",
                "la luz",
                "la electricidad",
                "es",
                "sea",
                "esté",
            ),
            Meaning.FILLER: ("batería", "bateria", "por favor", "de la red"),
        }
    ),
    "it": Language(
        {
            Meaning.CHARGE: ("caricare", "carica", "ricaricare", "ricarica"),
            Meaning.DISCHARGE: ("scaricare", "scarica"),
            Meaning.IDLE: ("riposo", "attendere", "attesa", "non fare nulla"),
            Meaning.BALANCED: ("bilanciato", "autoconsumo", "automatico"),
            Meaning.RESERVE: ("riserva",),
            Meaning.EXPORT: ("esportare", "esportazione", "vendere", "immissione"),
            Meaning.TO: ("al", "all'", "fino al", "fino all'", "fino a", "a"),
            Meaning.AT: ("a", "con"),
            Meaning.KEEP: ("non sotto", "mantenere", "mantieni"),
            Meaning.BELOW: ("sotto", "sotto i", "meno di", "a meno di", "al massimo"),
            Meaning.ABOVE: ("sopra", "sopra i", "più di", "a più di", "almeno"),
            Meaning.FOR: ("per",),
            Meaning.FULL: ("pieno", "piena", "completamente"),
            Meaning.CHEAPEST: (
                "al minor costo",
                "economico",
                "più economico",
                "al prezzo più basso",
                "nelle ore più economiche",
            ),
            Meaning.DEAREST: (
                "al prezzo più alto",
                "al prezzo massimo",
                "nelle ore più care",
            ),
            Meaning.IN_ONE_GO: ("in una volta", "senza interruzioni", "di seguito"),
            Meaning.FILL: ("riempire",),
            Meaning.WHEN: (
                "quando",
                "se",
                "finché",
                "prezzo",
                "il prezzo",
                "l'elettricità",
                "è",
            ),
            Meaning.FILLER: ("batteria", "per favore", "dalla rete"),
        }
    ),
    "pl": Language(
        {
            Meaning.CHARGE: ("ładuj", "naładuj", "ładowanie", "ładować"),
            Meaning.DISCHARGE: ("rozładuj", "rozładowanie", "rozładować"),
            Meaning.IDLE: ("bezczynność", "czekaj", "postój", "nic nie rób"),
            Meaning.BALANCED: ("zrównoważony", "autokonsumpcja", "automatycznie"),
            Meaning.RESERVE: ("rezerwa",),
            Meaning.EXPORT: ("eksport", "eksportuj", "sprzedaż", "sprzedaj"),
            Meaning.TO: ("do",),
            Meaning.AT: ("z mocą", "mocą", "przy"),
            Meaning.KEEP: ("zachowaj", "nie mniej niż", "nie poniżej"),
            Meaning.BELOW: ("poniżej", "maksymalnie", "taniej niż", "mniej niż"),
            Meaning.ABOVE: ("powyżej", "co najmniej", "drożej niż", "więcej niż"),
            Meaning.FOR: ("przez",),
            Meaning.FULL: ("pełna", "pełny", "w pełni"),
            Meaning.CHEAPEST: (
                "najtaniej",
                "tanio",
                "jak najtaniej",
                "w najtańszych godzinach",
            ),
            Meaning.DEAREST: (
                "najdrożej",
                "drogo",
                "jak najdrożej",
                "w najdroższych godzinach",
            ),
            Meaning.IN_ONE_GO: ("bez przerwy", "jednym ciągiem", "ciągiem"),
            Meaning.FILL: ("napełnij",),
            Meaning.WHEN: (
                "gdy",
                "kiedy",
                "jeśli",
                "dopóki",
                "cena",
                "prąd",
                "jest",
            ),
            Meaning.FILLER: (
                "bateria",
                "baterię",
                "akumulator",
                "magazyn energii",
                "proszę",
                "z sieci",
            ),
        }
    ),
    "sv": Language(
        {
            Meaning.CHARGE: ("ladda", "laddning", "ladda upp"),
            Meaning.DISCHARGE: ("ladda ur", "urladda", "urladdning"),
            Meaning.IDLE: ("vila", "vänta", "paus", "gör ingenting"),
            Meaning.BALANCED: ("balanserat", "egenanvändning", "automatiskt"),
            Meaning.RESERVE: ("reserv", "reservkraft"),
            Meaning.EXPORT: ("exportera", "sälj", "sälja"),
            Meaning.TO: ("till", "upp till", "ner till"),
            Meaning.AT: ("med", "på"),
            Meaning.KEEP: ("inte under", "behåll"),
            Meaning.BELOW: ("under", "högst", "mindre än", "billigare än"),
            Meaning.ABOVE: ("över", "minst", "mer än", "dyrare än"),
            Meaning.FOR: ("i",),
            Meaning.FULL: ("fullt", "helt"),
            Meaning.CHEAPEST: (
                "billigast",
                "billigt",
                "så billigt som möjligt",
                "under de billigaste timmarna",
            ),
            Meaning.DEAREST: (
                "dyrast",
                "dyrt",
                "så dyrt som möjligt",
                "under de dyraste timmarna",
            ),
            Meaning.IN_ONE_GO: ("i ett svep", "i ett sträck", "utan avbrott"),
            Meaning.FILL: (
                "fyll",
                "fyll upp",
            ),
            Meaning.WHEN: (
                "när",
                "om",
                "medan",
                "pris",
                "priset",
                "elpriset",
                "elen",
                "är",
            ),
            Meaning.FILLER: ("batteri", "batteriet", "tack", "från nätet"),
        }
    ),
}

ENGLISH = LANGUAGES["en"]


def plain(text: str) -> str:
    """Return a text as it is compared, whatever its case and kinds of spaces are."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return folded.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")


def phrases() -> Iterator[tuple[Phrase, Meaning]]:
    """Yield every phrase of every language, as words."""
    for language in LANGUAGES.values():
        for meaning, known in language.phrases.items():
            for phrase in known:
                yield tuple(plain(phrase).split()), meaning
