"""The phrases by which customers tell why, how and in which condition something comes back."""

import re


def _phrases(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})", re.IGNORECASE)


_NUMBER = r"(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|\d+|few|couple|some)"
_PART = r"(?:edge|strap|buckle|zipper|zip|lace|lens|seam|base|sole|liner|insert|screw|bolt|plate|sheet|tip|tail|nose)s?"

NO_DEFECT = _phrases(
    r"nothing(?:'s| is| was)? wrong",
    r"(?:no|not|never|without|nothing|\w+n't)(?: (?:have|an?|any|been|get|single|even|yet|actually))* "
    r"(?:defect|broken|damage|crack|scratch|hole|leak|split|torn\b|tear|chip|bent\b|warp|rust|delaminat)\w*",
)
SYMPTOM = _phrases(
    r"crack|delaminat|de-laminat|peel|split|snapped|tore\b|torn\b|ripp?ed|leak|warp|rust|bent\b|chipp?ed|scratch|hole\b",
    r"(?:came|come|coming|comes|fell|falling|falls) (?:off|apart|loose|undone)",
    r"missing (?:a|the|its|one)\b",
    rf"{_PART} (?:is |are |has |was |were |just |got |already |keeps? )*(?:broke|broken|stuck|fail|jam|loose|fall)",
    r"fogs? (?:up )?(?:between|inside)",
)
DEFECT = _phrases(
    r"defect|faulty|broke\b|broken|damaged",
    r"(?:doesn't|not|stopped|won't) (?:work|hold|close|stay)",
    r"something(?:'s| is| was)? wrong",
)
CIRCUMSTANCES = _phrases(
    r"normal(?:ly)? (?:use|used|riding|ridden|wearing|conditions)",
    rf"(?:after|within|in|for|on) (?:about |only |just |maybe |around |the |my |its )*{_NUMBER}(?: of)?(?: \w+)? "
    r"(?:run|ride|day|week|month|time|trip|use|session|outing|wear)",
    r"(?:first|second|third|fourth|fifth) (?:run|ride|day|time|trip|use|outing|wear)",
    rf"(?:rode|ridden|used|wore|worn) (?:it |them )?(?:only |just |about )*(?:once|twice|{_NUMBER} times)",
    r"out of the box|when (?:it|i|they) (?:arrived|opened|came)|on arrival",
    r"arrived (?:like|broken|damaged|cracked|with)",
    r"(?:while|just) (?:i was )?(?:just )?(?:riding|wearing|using)|never (?:been )?used",
    r"groomed|on the (?:slope|hill|mountain|piste)",
)
OWN_FAULT = _phrases(
    r"(?:i|we) (?:dropped|crashed|hit|broke|threw|jumped)",
    r"(?:hit|ran into|ran over|over) (?:a |some |the )?(?:rock|tree|rail|curb|stump)",
    r"ran (?:it )?over|backed over|my (?:dog|cat|car|kid|son|daughter|own fault|fault)\b|accident\b|spilled",
)
WEAR = _phrases(r"wear and tear|just normal wear|worn (?:out|down)|wore out|old and worn")
CHANGE_OF_MIND = _phrases(
    r"chang(?:e|ed|ing) (?:my|their|her|his|of) mind",
    r"(?:don't|didn't|do not|did not|doesn't|no longer) (?:really )?(?:want|like|need|love|fit|suit)",
    r"too (?:big|small|long|short|wide|narrow|stiff|soft|large|tight|loose)|wrong (?:size|colou?r)",
    r"unwanted|by mistake|bought two|found (?:a|another|something|it) (?:better|cheaper)",
    r"got two|already have (?:one|another)|(?:bought|got|gave) (?:me |us )?another",
    r"not (?:for me|what (?:i|we) (?:wanted|expected))|never (?:been )?used|unused",
)
OUR_MISTAKE = _phrases(
    r"(?:sent|shipped|delivered) (?:me |us )?(?:the |a )?wrong|received the wrong",
    r"not what i ordered|never ordered",
)
UNUSED = _phrases(
    r"unused|never (?:been )?(?:used|opened|worn|ridden|rode)",
    r"(?:haven't|have not|hasn't|not|wasn't|didn't) (?:even |yet |been |actually )*"
    r"(?:used?|opened|worn|ridden|ride|wear)",
    r"(?:haven't|have not|never) (?:even )?(?:taken|took) (?:it|them) out of (?:the|its) (?:box|packag|plastic)",
    r"unopened|sealed|brand new|still new|untouched|original packag",
    r"(?:in|has|have|with) (?:its |the |all |their )*(?:original )?(?:packag|box|tags|wrapp|plastic)",
    r"tags (?:are )?(?:still )?on",
)
USED = _phrases(
    r"used\b|opened and|rode\b|ridden|wore\b|worn\b|mounted",
    r"after .{0,20}(?:runs?|rides?|days?)\b",
    r"(?:no|without|lost|threw (?:away|out)|don't have) (?:the |its |any )*(?:original )?(?:box|packag|tags)",
    r"tags (?:are )?off",
)
ASKS_CONDITION = _phrases(r"unused|original packag|tags")
ASKS_SYMPTOM = _phrases(r"what exactly is wrong")
ASKS_CIRCUMSTANCES = _phrases(r"how (?:that|it) happened")
UNSURE = _phrases(r"don't know|do not know|not sure|no idea")
ASKS_NORMAL_USE = _phrases(r"normal (?:use|riding)|riding it normally")
FILLER = _phrases(r"(?:well|um|uh|oh|so|hm+)[, ]+")
YES = _phrases(r"yes\b|yeah\b|yep\b|yup\b|sure\b|correct\b|it is\b|they are\b|absolutely\b")
NO = _phrases(r"no\b|nope\b|not really|it isn't|it's not|they aren't")
