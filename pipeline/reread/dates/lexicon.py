"""The words of time: which of them the grammar knows, and which only make it refuse.

A word in `TIME` that no form takes makes the words unread. A word in `BESIDE_TIME` does so only where it stands before
a word of time ("around May"), for elsewhere it is an ordinary one ("around the port").
"""


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())


MONTH_NAMES = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
SHORT_MONTHS = {name[:3]: number for number, name in enumerate(MONTH_NAMES, 1) if name != "may"} | {"sept": 9}
MONTHS = {name: number for number, name in enumerate(MONTH_NAMES, 1)} | SHORT_MONTHS

WEEKDAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SHORT_WEEKDAYS = {
    "mon": 0,
    "tue": 1,
    "tues": 1,
    "wed": 2,
    "thu": 3,
    "thur": 3,
    "thurs": 3,
    "fri": 4,
    "sat": 5,
    "sun": 6,
}
WEEKDAYS = {name: number for number, name in enumerate(WEEKDAY_NAMES)}

NUMBER_WORDS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "fifteen": 15,
    "eighteen": 18,
    "twenty": 20,
    "thirty": 30,
}
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth "
    "twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first"
)
DAY_WORDS = {word: day for day, word in enumerate(_ORDINALS.split(), 1)}
"""The words for the days of a month."""
ORDINAL_WORDS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}

UNITS = {"day": "day", "days": "day", "week": "week", "weeks": "week", "month": "month", "months": "month"}
UNITS |= {"year": "year", "years": "year", "decade": "decade", "decades": "decade"}

DAY_PARTS = frozenset({"morning", "afternoon", "evening", "night"})
PARTS = frozenset({"early", "late", "mid"})
PARTS_OF = frozenset({"beginning", "start", "end", "middle"})

TIME = (
    frozenset(MONTH_NAMES)
    | frozenset(WEEKDAYS)
    | frozenset(UNITS)
    | DAY_PARTS
    | frozenset({"summer", "autumn", "winter"})
    | word_set(
        "afternoons afterward afterwards ago anniversary annual annually autumns biannual biweekly centuries "
        "century christmas currently daily daylong earlier easter eve evenings financial fiscal fortnight "
        "fortnights fridays fy fys holiday holidays hour hourly hours lately later meanwhile midnight millennium "
        "minute minutes mondays monthlong monthly mornings nightly nights now nowadays onward onwards overnight "
        "quarter quarterly quarters ramadan recently saturdays season seasons semester since soon summers "
        "sundays thanksgiving thereafter thursdays till today tomorrow tonight trimester tuesdays twice until "
        "wednesdays weekday weekdays weekend weekends weeklong weekly winters yearlong yearly yesterday"
    )
)
"""Words of time that are never passed over."""

BESIDE_TIME = word_set(
    "fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth "
    "eighteenth nineteenth twentieth thirtieth "
    "one another other "
    "halfway midway rest remainder part parts bulk "
    "a about after almost an approximately around as before beginning between by circa coming couple each early "
    "end ending every except excluding fall few final first following fourth from half last late later least "
    "mid middle more most much nearly never next no not once only or past per plus post pre preceding previous "
    "prior recent roughly same second several some spring start starting subsequent than that these third this "
    "those through to up upcoming versus vs"
)
"""Words that are not passed over directly before a word of time."""

NAMES_TOO = frozenset({"april", "august", "june", "march", "may"})
"""Months that are words or names of persons as well."""

ARTICLES = frozenset({"the", "its", "their", "his", "her", "a", "an"})

YEAR_BEFORE = word_set(
    "after and as before between by during early following for from her his in its late mid of since starting "
    "the their this through throughout till until within year"
)
"""Words before a bare number that let it be a year."""

MONTH_BEFORE = word_set(
    "after and as before between by during early following for from her his in its last late mid next of since "
    "starting the their this through throughout till to until"
)
"""Words before the bare name of a month that let it be one, not a verb or a person's name."""

COUNTED = word_set(
    "accounts addicts arrests bags baht billion bottles boxes cases chemicals children companies containers "
    "convictions crore dealers deaths defendants dollars doses dozen euros firms g gallons grammes grams "
    "hundred individuals inspections investigations items kg kilo kilogrammes kilograms kilos kinds km lakh lb "
    "lbs liters litres members men meters metres mg miles million offences offenses others ounces overdoses oz "
    "packages parcels people percent persons pesos pills plants pound pounds prosecutions raids rmb rupees "
    "searches seizures shipments ships shops sites stores students substances suspects tablets thousand times "
    "ton tonne tonnes tons traffickers trillion types units usd users vehicles vessels vials victims websites "
    "women yuan"
)
"""Nouns of counted things: a number before one is no date."""

FUNCTION_WORDS = word_set(
    "a about after an and are as at be been before between but by during for from had has have in into is near "
    "of on or over per since than that the till to under until was were when where which while who will with "
    "would"
)
"""Words that end the run of a date, so that a number before one of them counts nothing."""
