"""What a board tells of what its team knows: search, the words for tags, cases, templates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from csboard.clock import Clock
    from csboard.db.store import Store
    from csboard.domain.alike import Kind, Ready, Similar
    from csboard.domain.behind import Behind
    from csboard.domain.found import Excerpts, Found
    from csboard.domain.growth import Growth
    from csboard.domain.holders import KnowledgeMap, Topic
    from csboard.domain.knowledge import Success, Template
    from csboard.domain.query import Query
    from csboard.domain.sheet import Sheet, SuccessView
    from csboard.domain.template_sheet import Offered, TemplateSheet
    from csboard.domain.templates import Beginning, Facts
    from csboard.domain.vocabulary import Suggested


def _parsed(query: str | Query) -> Query:
    from csboard.domain.query import parse

    return parse(query) if isinstance(query, str) else query


class KnowledgeReads:
    """The part of a `Board` that reads what is known; nothing changes through it."""

    _store: Store
    clock: Clock

    def search(self, query: str | Query, limit: int = 50, me: str | None = None) -> Found:
        """The inquiries of all time that answer best, best first; `me` is whom `is:mine` means.

        Refused (`query`) with a sentence when it can't be asked so. Junk is found only by
        `is:junk`.
        """
        from csboard.db.search import search
        from csboard.db.search_conditions import Asked

        asked = _parsed(query)
        now = self.clock.now()
        return self._store.read(lambda reading: search(asked, limit, Asked(reading.team, now, me)))

    def search_values(self) -> Mapping[str, tuple[str, ...]]:
        """What each key of a search may have on this board: tags, owners, stages."""
        from csboard.db.search import values

        return self._store.read(lambda reading: values(reading.team))

    def excerpts(self, query: str | Query, numbers: Sequence[int]) -> Excerpts:
        """Of some inquiries the sentence that answers best, for the rows that are looked at."""
        from csboard.db.search_excerpts import excerpts

        asked = _parsed(query)
        return self._store.read(
            lambda reading: excerpts(asked, numbers, reading.team.settings.vocabulary)
        )

    def sheet(self, *, retired: bool = False) -> Sheet:
        """The successful-cases sheet, or the cases that were taken off it."""
        from csboard.db.sheet import sheet

        return self._store.read(
            lambda reading: sheet(self.clock.now(), reading.team, retired=retired)
        )

    def case_ids(self, query: str | Query) -> tuple[int, ...]:
        """The cases on the sheet that say what is looked for, best first.

        What the query asks of inquiries, such as their owner, counts not. Refused as `search`.
        """
        from csboard.db.search import successes
        from csboard.db.search_conditions import Asked
        from csboard.db.sheet import MOST_ROWS

        asked, now = _parsed(query), self.clock.now()
        return self._store.read(
            lambda reading: successes(asked, MOST_ROWS, Asked(reading.team, now))
        )

    def found_cases(self, query: str | Query, most: int = 3) -> tuple[Success, ...]:
        """The best few of them, to be shown with what `search` finds."""
        from csboard.db.found_cases import found_cases
        from csboard.db.search_conditions import Asked

        asked, now = _parsed(query), self.clock.now()
        return self._store.read(lambda reading: found_cases(asked, most, Asked(reading.team, now)))

    def success(self, success_id: int) -> SuccessView:
        """One case with all that was said of it; Refused (`no_such_case`) without one."""
        from csboard.db.sheet import success_view

        return self._store.read(
            lambda reading: success_view(success_id, self.clock.now(), reading.team)
        )

    def tag_uses(self) -> Mapping[int, int]:
        """How many inquiries show each word of the vocabulary, by its id; none without any."""
        from csboard.db.tagging_index import uses

        return self._store.read(lambda reading: uses(reading.team.settings.vocabulary))

    def suggested_tags(self, number: int) -> tuple[Suggested, ...]:
        """Words that inquiries like this one have and it has not, the likeliest first."""
        from csboard.db.search_conditions import Asked
        from csboard.db.suggesting import suggested_tags

        now = self.clock.now()
        return self._store.read(
            lambda reading: suggested_tags(number, Asked(reading.team, now, None))
        )

    def similar(self, number: int) -> Similar:
        """What is most like an inquiry: past ones with how they ended, cases, templates.

        Refused as `inquiry`.
        """
        from csboard.db.alike import alike
        from csboard.db.search_conditions import Asked

        now = self.clock.now()
        return self._store.read(lambda reading: alike(number, Asked(reading.team, now)))

    def knowledge(self) -> KnowledgeMap:
        """Topics by members: who has answered, reviewed, written a case; and the free work."""
        from csboard.db.knowledge_map import knowledge

        now = self.clock.now()
        return self._store.read(lambda reading: knowledge(now, reading.team))

    def only_answerers(self, topics: Iterable[Topic]) -> Mapping[Topic, str | None]:
        """Of some topics who of the team has alone ever answered them, else None."""
        from csboard.db.topic_reads import only_answerers

        return self._store.read(lambda reading: only_answerers(topics, reading.team))

    def behind(self, topic: Topic) -> Behind:
        """The latest inquiries of a topic, its cases and templates."""
        from csboard.db.topic_reads import behind

        return self._store.read(lambda reading: behind(topic, reading.team))

    def own_growth(self, login: str) -> tuple[Growth, ...]:
        """By topic how somebody answered with a reviewer, alone, and taught. For oneself only."""
        from csboard.db.knowledge_map import own_growth

        return self._store.read(lambda reading: own_growth(login, reading.team))

    def ready_words(self, kind: Kind, own_id: int, number: int, login: str) -> Ready:
        """The words of something like inquiry `number`, as `login` would put them into its reply.

        Refused when either is gone.
        """
        from csboard.db.earlier import Writing, ready

        writing = Writing(number, login, self.clock.now())
        return self._store.read(lambda reading: ready(kind, own_id, writing, reading.team))

    def index_anew(self, progress: Callable[[int, int], object] | None = None) -> None:
        """Make the search index anew from what stands on the board; others wait meanwhile."""
        from csboard.db.search_index import make_anew

        engine = self._store.engine
        with engine.explained(), engine.unhurried():
            engine.write(lambda: make_anew(progress or (lambda _done, _total: None)))

    def templates(self, *, retired: bool = False) -> TemplateSheet:
        """The templates in use with what lacks one, or those that were retired."""
        from csboard.db.templates import sheet

        now = self.clock.now()
        return self._store.read(lambda reading: sheet(now, reading.team, retired=retired))

    def template(self, template_id: int) -> Template:
        """The wording in use of a template by the id of any; else that one itself.

        Refused (`no_such_template`) when there is none.
        """
        from csboard.db.templates import present_wording

        return self._store.read(lambda reading: present_wording(template_id, reading.team))

    def offered_templates(self, number: int, login: str) -> Offered:
        """The templates for the reply to an inquiry, the fittest first, with what fills them in."""
        from csboard.db.templates import offered

        now = self.clock.now()
        return self._store.read(lambda reading: offered(number, login, now, reading.team))

    def template_facts(self, number: int, login: str) -> Facts:
        """What is known of an inquiry, by which `login` fills in a template."""
        from csboard.db.templates import facts

        now = self.clock.now()
        return self._store.read(lambda reading: facts(number, login, now, reading.team))

    def template_of_reply(self, message_id: int) -> Beginning:
        """What a template begins with that is made of a reply that went out."""
        from csboard.db.template_beginnings import of_reply

        return self._store.read(lambda reading: of_reply(message_id, reading.team))

    def template_of_case(self, success_id: int) -> Beginning:
        """The same of a successful case."""
        from csboard.db.template_beginnings import of_success

        return self._store.read(lambda reading: of_success(success_id, reading.team))

    def template_for_topic(self, content: str, symptom: str) -> Beginning:
        """The same of what is asked repeatedly, from the reply that was used most."""
        from csboard.db.template_beginnings import of_topic

        return self._store.read(lambda reading: of_topic(content, symptom, reading.team))
