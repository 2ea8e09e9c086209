"""The English and Chinese words that say numbers, and words that tell what a number is no amount of."""

from decimal import Decimal


def words_of(text: str) -> frozenset[str]:
    """Return the words of a text as a set.

    >>> sorted(words_of("to and"))
    ['and', 'to']
    """
    return frozenset(text.split())


_UNITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_UNITS += ["thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
TENS = {word: 10 * number for number, word in enumerate(_TENS, 2)}
SMALL = {word: number for number, word in enumerate(_UNITS)} | TENS

HUNDRED, THOUSAND, LAKH, MILLION, CRORE = 100, 1_000, 100_000, 1_000_000, 10_000_000
BILLION, TRILLION = 10**9, 10**12
MULTIPLIERS = {
    "dozen": 12,
    "hundred": HUNDRED,
    "thousand": THOUSAND,
    "lakh": LAKH,
    "lakhs": LAKH,
    "lac": LAKH,
    "lacs": LAKH,
    "million": MILLION,
    "crore": CRORE,
    "crores": CRORE,
    "cr": CRORE,
    "billion": BILLION,
    "trillion": TRILLION,
}
"""The words that multiply the number before them."""
RUN_ON = {
    "k": THOUSAND,
    "m": MILLION,
    "mn": MILLION,
    "mln": MILLION,
    "b": BILLION,
    "bn": BILLION,
    "bln": BILLION,
    "tn": TRILLION,
    "trn": TRILLION,
}
"""Multipliers cut short, which follow their digits at once."""
APART = {"mn", "mln", "bn", "bln", "tn", "trn"}
"""Those of them that may also stand apart."""
MAGNITUDES = {
    "tens": 10,
    "hundreds": HUNDRED,
    "thousands": THOUSAND,
    "millions": MILLION,
    "billions": BILLION,
    "trillions": TRILLION,
}
"""Words that say a power of ten only."""
MIL = frozenset({"MYR", "SGD"})
"""Currencies of the texts in which “mil” is a million; in Spanish and Portuguese it is a thousand."""
MULTIPLES = {
    "twice": 2,
    "double": 2,
    "doubled": 2,
    "doubling": 2,
    "thrice": 3,
    "triple": 3,
    "tripled": 3,
    "tripling": 3,
    "treble": 3,
    "trebled": 3,
    "trebling": 3,
    "quadruple": 4,
    "quadrupled": 4,
    "quadrupling": 4,
    "quintuple": 5,
    "quintupled": 5,
    "quintupling": 5,
}
FOLDS = {f"{word}fold": number for word, number in SMALL.items() if number >= 2} | {
    "hundredfold": HUNDRED,
    "thousandfold": THOUSAND,
}

_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
_ORDINALS += (
    " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth hundredth thousandth"
)
ORDINALS = words_of(_ORDINALS)
PARTS = frozenset(f"{word}s" for word in ORDINALS - {"first", "second"}) | {"quarter", "quarters", "halves"}

_VAGUE = "several few many numerous countless multiple various couple pair pairs trio handful handfuls dozens score"
_VAGUE += " scores majority most myriad mil mill grand gross both none half multi multimillion multibillion multiton"
_VAGUE += " multitonne multikilo multikilogram multiyear average averaging averaged mean median lots loads plenty"
_VAGUE += " milliard umpteen mils mio mios bil little"
VAGUE = words_of(_VAGUE)
"""Words of number that say none, or none that is read here."""
SHARES = words_of("some part parts portion fraction share rest remainder percentage proportion any")
"""Nouns before `of` that leave open how many of the number after it are meant."""

_LABELS = "no nos number article articles section sections schedule group chapter annex appendix table figure list"
_LABELS += " class category phase stage tier level version route highway flight pier terminal berth building room block"
_LABELS += (
    " page paragraph clause rule resolution regulation order act case exhibit item district ward step part volume"
)
_LABELS += (
    " day unit camp bureau zone cell team squad convention law bill category suspect defendant decree directive"
    " issue title covid calibre caliber count form line gate dock platform channel type law statute code grade windows"
)
ADDRESSES = words_of("street st road rd avenue ave lane drive boulevard blvd highway parkway square court terrace")
"""Last words of the names of streets, after which the number of a house stands first."""
STREETS = words_of("rue via calle avenida rua jalan")
"""First words of such names."""
LABELS = words_of(_LABELS)
"""Nouns after which digits are a name, not a number: Article 347, Schedule 1, No. 3."""

_MONTHS = "January February March April May June July August September October November December"
_SHORT = "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec"
MONTHS = frozenset(f"{_MONTHS} {_SHORT}".split()) | frozenset(_MONTHS.upper().split())
BEFORE_YEARS = words_of(
    "in since during until till fiscal year late early mid pre post fy summer autumn fall winter spring"
)
"""Words after which four digits such as 2019 are a year."""
BEFORE_NOUNS = words_of("between by from after before to and through")
"""Words after which they are one where another year stands before them, or no noun after."""

_FOREIGN = "foot feet ft inch inches mile miles km kilometre kilometres kilometer kilometers metre metres meter meters"
_FOREIGN += " yard yards cm mm minute minutes second seconds degree degrees cent cents pence penny bitcoin bitcoins btc"
_FOREIGN += (
    " usdt basis tether ether ethereum bucks ppm ppb watt watts volt volts mph knots stone decade decades century"
)
_FOREIGN += (
    " centuries generation fortnight fortnights quintal quintals pc pcs cubic square sq am pm kt kilotonne kilotonnes"
)
_FOREIGN += " point points digits mille megatonne nautical barrel barrels carat carats grain grains hrs yrs mths nm"
_FOREIGN += " proof noon yo o'clock ¢ ‰"
FOREIGN = words_of(_FOREIGN)
"""Measures that the vocabulary of units does not hold."""

HAN_DIGITS = {character: number for number, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
HAN_TIMES = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 10**8}
HAN_MAGNITUDES = frozenset("数几上")
"""Characters before a Chinese multiplier that leave all but the power of ten unsaid."""
CLASSIFIERS = frozenset("个家种次件箱台辆艘条部处批项只座所对张份根块")
"""Chinese measure words that say nothing about what is counted."""

QUOTES = frozenset("\"'“”‘’«»")
"""Quotation marks, which change nothing about what stands between them."""
HALF = Decimal("0.5")
