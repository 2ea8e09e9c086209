"""The forms by which lines of a page are told apart: datelines, credits, captions, menus.

They are general forms of news pages and press releases. A line that has none of them is judged by its length and its
end (`lines`).
"""

import re


def _any(*forms: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    """Return a pattern that finds any of some forms."""
    return re.compile("|".join(forms), flags)


CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
"""A character that no quote can hold."""
AGENCIES = (
    *("Reuters", "REUTERS", "Xinhua", "XINHUA", "AFP", "AP", "UPI", "TASS", "ANI", "PTI", "CNA", "Kyodo", "Yonhap"),
    *("Bloomberg", "BLOOMBERG", "Bernama", "BERNAMA", "NYTIMES"),
)
"""News agencies as pages print them."""
AGENCY = re.compile(rf"\b(?:{'|'.join(AGENCIES)}|Associated Press)\b")

BODY = re.compile(
    r"\b(?:Ministry|Department|Office|Bureau|Agency|Administration|Commission|Council|Courts?|Police|Customs|Service|Guard"
    r"|Division|University|Academy|Centre|Center|Company|Ltd|Inc|Group|Association)\b"
)
"""Words of names that are those of bodies, whatever stands before them."""
SECTION = re.compile(r"\b(?:White House|Embassy|Newsroom|Briefing|Releases?|Statements)\b")
"""Words that name a section of a body's pages."""

_PLACE = r"[A-Z][\w.’'-]*(?:(?:, |/| )[A-Z][\w.’'-]*){0,5}"
_DAY = r"(?:, (?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}))?"
DATELINE = re.compile(
    rf"(?:{_PLACE}{_DAY}(?: ?\((?P<agency>[^)\d]{{2,40}})\))? ?(?:--|—|–|(?<= )-)\s"
    rf"|{_PLACE}{_DAY} ?\((?P<bare_agency>{'|'.join(AGENCIES)})\))"
)
"""What a report begins with: BEIJING, Sept. 26 (Xinhua) --; WASHINGTON (Reuters) –; RIO GRANDE CITY, Texas -."""

CAPTION = _any(
    r"\b(?:photo(?:graph)?|image|picture|pic|illustration|collage|graphic)s?(?: credit)?(?: by)?\s*:",
    r"\(photo\b",
    r"\bgetty images\b",
    r"©\s*(?:collage|photo|image|picture|afp|reuters|ap\b)",
    r"\bfile photo\b",
)
IMPRINT = _any(
    r"^(?:by|published|updated|posted|date|issued|released?|last (?:updated|modified)|source|contact)\b[ :]",
    r"^\W*(?:for immediate release|(?:news|press|media) release|reuters with )",
    r"\b(?:news|press|media) release$",
    r"\ball rights reserved\b",
    r"^\W*(?:copyright\b|©\s*(?:the |\d))|\(c\) \d{4}|©\s*\d{4}",
    r"^ends/|^issued at\b|^nnnn$",
    r"^\W*(?:reporting|writing|editing|additional reporting) by\b",
    r"^\W*(?:web )?editor:",
    rf"^\W*(?:{'|'.join(AGENCIES)})(?:\)|\W*$)",
    r"\boriginally (?:appeared|published)\b",
)
FURNITURE = _any(
    r"^\W*(?:read more|also on|see also|related|more (?:on|from|stories)|most read|we recommend|recommended|trending)",
    r"^\W*(?:add your comment|comments?\b|no comments|leave a (?:reply|comment)|please enter|powered by)",
    r"^\W*(?:share\b|tags?\b|hashtags?|key words|keywords|photo gallery|video:|watch:|download|click here)",
    r"^\W*(?:subscribe|sign (?:up|in)|log in|newsletter|follow (?:us|the|@)|join \S+ (?:telegram|whatsapp)|advert)",
    r"^\W*(?:skip to|type to search|search|news search|menu|home\b|archive|facebook|twitter|print\b|email\b)",
    r"^\W*(?:do you have questions|get the (?:latest|answers)|for (?:more information|the latest)|about (?:the |us\b))",
    r"^\W*(?:members of the public may|/?public release|submit release|try our|explore what)",
    r"\bpress releases posted\b",
    r"\bcomments powered by\b",
    r"\bis (?:the|a) (?:unified|lead|principal|federal)\b.{0,60}\bagency\b",
    r"\bon twitter (?:at|and)\b",
    r"#{3,}$|^#[A-Za-z]|>>$",
)
HARD_END = _any(
    r"^\W*(?:hashtags?|ends/|nnnn|#{3,}|copyright|©|related (?:articles|stories)|most read|we recommend)",
    r"^\W*(?:add your comment|comments?\b|no comments|reporting by|(?:web )?editor:|source:|reuters with)",
    r"^\W*(?:for (?:more|the latest)|this article|/?public release|read more:\s*$)",
    r"all rights reserved",
)
"""What stands behind the last line of an article, so that nothing of it follows."""
AUTHOR = re.compile(
    r"^[A-Z]\S+ (?:[A-Z]\S+ )?[A-Z]\S+ (?:is|was) (?:an?|the) (?:\w+[ -]){0,3}"
    r"(?:[Ee]ditor|[Rr]eporter|[Cc]orrespondent|[Jj]ournalist|[Ww]riter|[Cc]olumnist)\b"
)
CREDIT = re.compile(rf"(?<=[.?!”’\"'])\s+(?P<credit>(?:—|–|-|\()?\s?(?:{'|'.join(AGENCIES)})\)?)$")
"""The agency at the end of the last paragraph, which is no part of it."""
BEHIND_TITLE = re.compile(r" (?P<credit>\| [A-Z][\w.&’' -]{1,40})$")
"""The publisher behind a page's title."""
AGE = _any(r"^(?:an?|\d+) (?:minute|hour|day|week)s? ago$")
"""How old another article of the page is."""
