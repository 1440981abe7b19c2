"""What the customer has said about an item, read from their own words."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from toolserver.scenarios.customer_service_retail.eligibility import vocabulary
from toolserver.scenarios.customer_service_retail.eligibility.models import ReturnCase


@dataclass(frozen=True)
class Evidence:
    """What is known about why, and in which condition; None and False mean nobody said."""

    change_of_mind: bool
    our_mistake: bool
    defect_named: bool
    symptom: bool
    circumstances: bool
    own_fault: bool
    wear: bool
    unused: bool | None

    @property
    def claims_defect(self) -> bool:
        """Something is said to be wrong with the item itself, and not through accident or age."""
        return (self.defect_named or self.symptom) and not self.own_fault and not self.wear


def read_evidence(case: ReturnCase) -> Evidence:
    """Find what the statements of this case say."""
    said = _normalised(" . ".join(statements(case)))
    sound = vocabulary.NO_DEFECT.search(said) is not None
    said = vocabulary.NO_DEFECT.sub(" ", said)
    symptom = vocabulary.SYMPTOM.search(said) is not None
    return Evidence(
        change_of_mind=vocabulary.CHANGE_OF_MIND.search(said) is not None or sound,
        our_mistake=vocabulary.OUR_MISTAKE.search(said) is not None,
        defect_named=vocabulary.DEFECT.search(said) is not None,
        symptom=symptom,
        circumstances=vocabulary.CIRCUMSTANCES.search(said) is not None,
        own_fault=vocabulary.OWN_FAULT.search(said) is not None,
        wear=vocabulary.WEAR.search(said) is not None,
        unused=_unused(said),
    )


def statements(case: ReturnCase) -> tuple[str, ...]:
    """The request, the question and the customer's lines; a bare yes or no counts as what it answers."""
    said = [message.text for message in case.conversation if message.role == "user"]
    return (*said, *_answers(case), case.desired_action, case.question)


def _answers(case: ReturnCase) -> Iterable[str]:
    for before, after in pairwise(case.conversation):
        if before.role == "assistant" and after.role == "user" and "?" in before.text:
            yield _answer(before.text, after.text)


def _answer(question: str, answer: str) -> str:
    """What an answer says that it does not say by itself."""
    if vocabulary.ASKS_CONDITION.search(question):
        return _meaning(answer, yes="unused", no="it was used")
    if vocabulary.ASKS_NORMAL_USE.search(question):
        return _meaning(answer, yes="in normal use", no="")
    described = len(answer.split()) > 2 and not vocabulary.UNSURE.search(answer)
    if vocabulary.ASKS_SYMPTOM.search(question) and described and not _says_sound(answer):
        return "it came apart"
    return "in normal use" if vocabulary.ASKS_CIRCUMSTANCES.search(question) and described else ""


def _says_sound(answer: str) -> bool:
    """Who is asked what is wrong may say that nothing is, or that it is just not liked."""
    answer = _normalised(answer)
    disliked = vocabulary.CHANGE_OF_MIND.search(vocabulary.UNUSED.sub(" ", answer))
    return disliked is not None or vocabulary.NO_DEFECT.search(answer) is not None


def _meaning(answer: str, *, yes: str, no: str) -> str:
    answer = vocabulary.FILLER.sub("", answer.strip(), count=1)
    if vocabulary.YES.match(answer):
        return yes
    return no if vocabulary.NO.match(answer) else ""


def _unused(said: str) -> bool | None:
    """A trace of use makes it used, whatever is said after it."""
    if vocabulary.USED.search(vocabulary.UNUSED.sub(" ", said)):
        return False
    return True if vocabulary.UNUSED.search(said) else None


def _normalised(said: str) -> str:
    return said.replace("’", "'")
