"""The knowledge map in words, for screens and the shell."""

from __future__ import annotations

from collections.abc import Mapping

from csboard.domain import words
from csboard.domain.growth import Step
from csboard.domain.holders import HOLDS, Deed, Holding, KnowledgeMap, Topic, TopicRow, Truck
from csboard.domain.pairing import Pairing
from csboard.domain.people import in_a_sentence
from csboard.domain.records import Member, Tags
from csboard.i18n import _, ngettext, together

Members = Mapping[str, Member]


def topic(of: Topic) -> str:
    """Content by symptom, as tags are written: `決済/二重請求`."""
    return words.tags(Tags(*((word,) if word else () for word in of)))


def signs(holding: Holding) -> str:
    """A letter for each kind of what somebody did, in brackets where they hold it no more."""
    letters = "".join(_("ARC")[place] for place, deed in enumerate(Deed) if deed in holding.deeds)
    return letters if holding.holds or not letters else f"({letters})"


def most_signs() -> str:
    """The most that stands in a place of the map."""
    letters = _("ARC")
    return f"({letters})"


def legend() -> str:
    """What the letters say."""
    told = (_("answered"), _("reviewed"), _("wrote a case"))
    named = (f"{letter} {word}" for letter, word in zip(_("ARC"), told, strict=True))
    return "  ".join((*named, _("(…) long ago")))


def heads(row: TopicRow) -> str:
    """In how many heads a topic stands."""
    return f"{row.effective:.1f}" if row.effective else "-"


def lacking(found: KnowledgeMap) -> str:
    """How many topics there are, and how many too few know."""
    few = sum(row.lacks for row in found.rows)
    return ngettext(
        "{n} topic, {few} known by fewer than two",
        "{n} topics, {few} known by fewer than two",
        len(found.rows),
    ).format(n=len(found.rows), few=few)


def truck(factor: Truck | None) -> str:
    """The truck factor in a few words."""
    if factor is not None and not factor.members:
        return _("Truck factor: 0 (most arrivals are known to nobody)")
    return _("Truck factor: {n}").format(n="-" if factor is None else factor.members)


def truck_explained(found: KnowledgeMap) -> str:
    """What the truck factor says of this team."""
    factor = found.truck
    if factor is None:
        return _(
            "In the last {days} days nothing arrived that has tags: no factor can be told."
        ).format(days=found.half_life)
    share = f"{factor.without:.0%}"
    if not factor.members:
        told = _(
            "{share} of what arrived in {days} days has nobody who knows it, though all are here."
        )
        return told.format(share=share, days=found.half_life)
    return ngettext(
        "If {n} member were away, {share} of what arrived in {days} days would have nobody who"
        " knows it.",
        "If {n} members were away, {share} of what arrived in {days} days would have nobody who"
        " knows it.",
        factor.members,
    ).format(n=factor.members, share=share, days=found.half_life)


def known_by(row: TopicRow, members: Members) -> str:
    """Who holds a topic."""
    if not row.holders:
        return _("nobody knows it any more") if row.holdings else _("nobody has answered it yet")
    names = _(", ").join(in_a_sentence(login, members) for login in row.holders)
    return _("known by {names}").format(names=names)


def pairing(proposal: Pairing, members: Members) -> str:
    """What would help a topic."""
    learner = in_a_sentence(proposal.learner, members)
    if proposal.reviewer is None:
        return _("It would help if {learner} took the next one.").format(learner=learner)
    return _(
        "It would help if {learner} took the next one and {reviewer} reviewed the reply."
    ).format(learner=learner, reviewer=in_a_sentence(proposal.reviewer, members))


def only(login: str, me: str, members: Members) -> str:
    """Who alone has answered an inquiry's kind, in a sentence."""
    if login == me:
        return _("Only you have answered this kind.")
    return _("Only {name} has answered this kind.").format(name=in_a_sentence(login, members))


def only_on_card(login: str, me: str, members: Members) -> str:
    """The same in as few words as a card has room for."""
    if login == me:
        return _("only you")
    return _("only {name}").format(name=in_a_sentence(login, members))


def step(of: Step) -> str:
    """Where one stands in a topic, in a word."""
    return {
        Step.KEEP: _("1 with a reviewer"),
        Step.BREAK: _("2 alone"),
        Step.LEAVE: _("3 for others"),
    }[of]


def next_step(of: Step) -> str:
    """What could come next."""
    return {
        Step.KEEP: _("Next: answer one alone, when reviews find nothing to change any more."),
        Step.BREAK: _("Next: write down as a case what worked, or review a colleague's reply."),
        Step.LEAVE: _("Others learn from you here: take something you don't know next."),
    }[of]


def explanation(found: KnowledgeMap) -> tuple[str, ...]:
    """How the map is reckoned, in paragraphs."""
    return (
        truck_explained(found),
        _(
            "The truck factor is the fewest members whose absence leaves more than half of the"
            " topics, weighted by what arrived, without anybody who knows them. It is found step"
            " by step: whoever knows most is taken away first (Avelino and others, 2016; of 133"
            " well-known projects 46 % had a factor of 1)."
        ),
        together(
            _(
                "What somebody did in a topic gives weight: an inquiry answered 1, a successful"
                " case written 1, a colleague's reply reviewed 0.5."
            ),
            _(
                "A weight halves every {days} days. From {least} on somebody knows the topic;"
                " below, their letters stand in brackets."
            ).format(days=found.half_life, least=HOLDS),
        ),
        _(
            '"Heads" is how many people a topic is really spread over: two who did as much as'
            " each other are 2.0, two of whom one did nearly all are little more than 1 (the"
            " exponential of Shannon's entropy; Hill, 1973)."
        ),
        _("The map is there to share knowledge, not to compare people: it counts nobody's work."),
    )
