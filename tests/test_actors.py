from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.actors import ActorBook, DocumentActors
from sayso.codebook import read_rows
from sayso.language import Parser
from sayso.record import ACTOR_TYPES

_BOOK = ActorBook.load()
_PARSER = Parser()


@pytest.fixture
def book() -> ActorBook:
    return _BOOK


@pytest.fixture
def parser() -> Parser:
    return _PARSER


def actors_of(book: ActorBook, parser: Parser, text: str) -> DocumentActors:
    return DocumentActors(book, parser.parse(text))


def head(actors: DocumentActors, word: str, occurrence: int = 1) -> int:
    """The number of a word's token."""
    found = [number for number, written in enumerate(actors.parse.words) if written == word]
    return found[occurrence - 1]


def entity(
    actors: DocumentActors, word: str, occurrence: int = 1, role: str | None = None
) -> tuple[str, str | None, str]:
    found = actors.entity(head(actors, word, occurrence), role=role)
    assert found is not None, word
    assert actors.parse.text[found.start : found.end] == found.text
    return found.name, found.id, found.type


def test_names_of_one_group_are_one_actor(book: ActorBook, parser: Parser) -> None:
    text = "ISIS attacked the dam. Isil denied it. Daesh fighters fled, and the Islamic State group lost the town."
    actors = actors_of(book, parser, text)
    for word in ("ISIS", "Isil", "fighters", "group"):
        assert entity(actors, word) == ("Islamic State", "islamic-state", "rebel")


def test_capital_and_palace_stand_for_the_state(book: ActorBook, parser: Parser) -> None:
    actors = actors_of(book, parser, "Moscow sent jets. The Kremlin denied it. Russia blamed Ankara.")
    for word in ("Moscow", "Kremlin", "Russia"):
        assert entity(actors, word) == ("Russia", "gov-rus", "state-government")
    assert entity(actors, "Ankara") == ("Turkey", "gov-tur", "state-government")
    assert entity(actors, "Ankara", role="object") == ("Ankara", None, "object")


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Turkish forces shelled the hill.", "forces", ("Military of Turkey", "mil-tur", "state-military")),
        ("Russian jets bombed the camp.", "jets", ("Russian Air Force", "air-rus", "state-military")),
        ("Kenyan police fired tear gas.", "police", ("Kenyan police", "pol-ken", "state-police")),
        ("The Sudanese government signed.", "government", ("Government of Sudan", "gov-sdn", "state-government")),
        ("Downing Street objected.", "Street", ("United Kingdom", "gov-gbr", "state-government")),
        ("Tatmadaw troops burned the village.", "troops", ("Military of Myanmar", "mil-mmr", "state-military")),
        ("The IDF struck a depot.", "IDF", ("Military of Israel", "mil-isr", "state-military")),
        ("The US-led coalition hit a bridge.", "coalition", ("US-led coalition", "us-led-coalition", "international")),
        ("Farc rebels blew up a pipeline.", "rebels", ("Revolutionary Armed Forces of Colombia",
                                                       "revolutionary-armed-forces-of-colombia", "rebel")),
        ("Members of Hezbollah opened fire.", "Members", ("Hezbollah", "hezbollah", "rebel")),
        ("Kurdish-led forces took the dam.", "forces", ("Kurdish-led forces", None, "rebel")),
        ("A Shia militia stormed the base.", "militia", ("Shia militia", None, "pro-government-militia")),
        ("The pro-Russian separatists shot at a bus.", "separatists", ("pro-Russian separatists", None, "rebel")),
        ("Five civilians were killed.", "civilians", ("civilians", None, "civilians")),
        ("Three aid workers were killed.", "workers", ("aid workers", None, "international")),
        ("Dozens of students were detained.", "Dozens", ("students", None, "civilians")),
        ("Masked gunmen stopped a bus.", "gunmen", ("unidentified masked gunmen", None, "unknown")),
        ("The raid killed two terrorists.", "terrorists", ("unknown (labelled terrorists)", None, "rebel")),
        ("They destroyed an ISIS command center.", "center", ("Islamic State command center", None, "object")),
        ("Rebels seized the town of Maraba.", "town", ("Maraba", None, "object")),
        ("The Taliban government banned the march.", "government", ("Taliban government", None, "state-government")),
        ("A militia loyal to the Libyan government fired.", "militia", ("militia", None, "pro-government-militia")),
    ],
)  # fmt: skip
def test_noun_phrases(
    book: ActorBook, parser: Parser, text: str, word: str, expected: tuple[str, str | None, str]
) -> None:
    assert entity(actors_of(book, parser, text), word) == expected


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The attack began on Monday.", "Monday"),
        ("The attack began at dawn.", "attack"),
        ("They rejected the decision.", "decision"),
        ("It rained.", "It"),
        ("The number of votes rose.", "number"),
        ("He was shot in the head.", "head"),
        ("The KLF withdrew.", "The"),
    ],
)
def test_what_is_no_actor(book: ActorBook, parser: Parser, text: str, word: str) -> None:
    actors = actors_of(book, parser, text)
    assert actors.entity(head(actors, word)) is None


def test_lower_case_words_are_not_acronyms(book: ActorBook, parser: Parser) -> None:
    actors = actors_of(book, parser, "It is a deal that lets us who let it down act. The US agreed, IS did not.")
    assert [mention.actor.id for mention in actors.found.mentions if mention.actor is not None] == [
        "gov-usa",
        "islamic-state",
    ]


def test_one_acronym_of_several_actors_is_settled_by_country(book: ActorBook, parser: Parser) -> None:
    uganda = actors_of(
        book, parser, "The ADF killed ten villagers in eastern Congo, near Uganda, Congolese officials said."
    )
    australia = actors_of(book, parser, "The ADF sent a ship, the Australian prime minister said in Canberra.")
    assert entity(uganda, "ADF")[1] != entity(australia, "ADF")[1]
    assert entity(australia, "ADF")[1] == "mil-aus"


def test_a_country_inside_another_name_is_not_the_state(book: ActorBook, parser: Parser) -> None:
    actors = actors_of(book, parser, "Police in New Mexico arrested Michael Jordan.")
    assert all(mention.actor is None or mention.actor.country != "JOR" for mention in actors.found.mentions)
    found = actors.entity(head(actors, "Mexico"))
    assert found is None or found.country != "MEX"


def test_persons_take_the_side_the_text_gives(book: ActorBook, parser: Parser) -> None:
    text = (
        "Maj. Gen. Pavel Sorokin, spokesman of the Russian Defence Ministry, told reporters that jets hit a depot. "
        "Ugandan President Moses Kato condemned the raid. Amina Yusuf, a doctor, treated the wounded. "
        "Idris Bello, a commander of Boko Haram, was captured. Sorokin gave no details."
    )
    actors = actors_of(book, parser, text)
    sorokin = actors.entity(head(actors, "Sorokin", 2))
    assert sorokin is not None
    assert (sorokin.name, sorokin.country) == ("Pavel Sorokin", "RUS")
    kato = actors.entity(head(actors, "Kato"))
    assert kato is not None
    assert (kato.name, kato.type, kato.country) == ("Moses Kato", "state-government", "UGA")
    assert entity(actors, "Yusuf")[2] == "medical"
    assert entity(actors, "Bello")[2] == "rebel"


def test_descriptions_and_pronouns_find_what_they_stand_for(book: ActorBook, parser: Parser) -> None:
    text = (
        "Al-Shabaab attacked a base near Kismayo on Sunday. The group said its fighters killed ten soldiers. "
        "Kenya's army denied the claim. The army said it had repelled the militants."
    )
    actors = actors_of(book, parser, text)
    assert entity(actors, "group")[1] == "al-shabaab"
    assert entity(actors, "its")[1] == "al-shabaab"
    assert entity(actors, "fighters")[1] == "al-shabaab"
    assert entity(actors, "army", 2)[1] == "mil-ken"
    assert entity(actors, "it")[1] == "mil-ken"
    assert entity(actors, "militants")[1] == "al-shabaab"
    assert actors.antecedent(head(actors, "group")) is not None


def test_a_pronoun_takes_the_span_of_what_it_stands_for(book: ActorBook, parser: Parser) -> None:
    actors = actors_of(book, parser, "The Houthis fired two missiles. They also seized a ship.")
    found = actors.entity(head(actors, "They"))
    assert found is not None
    assert (found.text, found.id) == ("The Houthis", "houthis")


def test_an_acronym_that_the_text_explains(book: ActorBook, parser: Parser) -> None:
    text = "The Karo People's Liberation Army (KPLA) raided two villages. The KPLA later withdrew."
    actors = actors_of(book, parser, text)
    assert entity(actors, "KPLA", 2)[0] == entity(actors, "Army")[0]
    assert entity(actors, "KPLA", 2)[2] == "rebel"


def test_two_persons_of_one_surname_stay_apart(book: ActorBook, parser: Parser) -> None:
    text = "Rania Haddad, a nurse, saw the raid. General Omar Haddad led it. Omar Haddad was later killed."
    actors = actors_of(book, parser, text)
    assert entity(actors, "Haddad", 1)[0::2] == ("Rania Haddad", "medical")
    assert entity(actors, "Haddad", 2)[0::2] == ("Omar Haddad", "state-military")
    assert entity(actors, "Haddad", 3)[0::2] == ("Omar Haddad", "state-military")


def test_mister_says_nothing_of_an_office(book: ActorBook, parser: Parser) -> None:
    text = "Senator Paul Wynn spoke. Mr. Wynn left. Mr. Wynn returned. Mr. Wynn voted. Mr. Wynn slept. Mr. Wynn ate."
    assert entity(actors_of(book, parser, text), "Wynn", 5)[2] == "state-government"


def test_a_dateline_is_no_actor(book: ActorBook, parser: Parser) -> None:
    actors = actors_of(book, parser, "CAIRO -- Three men were shot.\nIn Cairo, police said nothing.")
    assert [mention.first for mention in actors.found.mentions if mention.kind == "capital"] == [head(actors, "Cairo")]


def test_capitals_read_as_names(book: ActorBook, parser: Parser) -> None:
    text = "GUERRILLAS OF THE FMLN TODAY KILLED COLONEL PONCE, THE ARMY SAID, AND WHO IS NEXT IS NOT KNOWN TO US."
    actors = actors_of(book, parser, text)
    assert [mention.actor.id for mention in actors.found.mentions if mention.actor is not None] == [
        "farabundo-marti-national-liberation-front"
    ]
    assert {person.name: person.type for person in actors.persons.people} == {"Ponce": "state-military"}


@pytest.mark.parametrize(
    "text",
    [
        "The Karo Front, a separatist group, claimed the raid. Police said Karo Front had denied it.",
        "A separatist militia called the Karo Front claimed the raid. Police said Karo Front had denied it.",
    ],
)
def test_an_unknown_name_takes_the_type_the_text_gives(book: ActorBook, parser: Parser, text: str) -> None:
    actors = actors_of(book, parser, text)
    assert entity(actors, "Front", 2) == ("Karo Front", None, "rebel")


def test_the_group_may_be_one_that_only_the_text_describes(book: ActorBook, parser: Parser) -> None:
    text = "The Karo Front, a separatist group, claimed the raid. The group said five soldiers were killed."
    assert entity(actors_of(book, parser, text), "group", 2) == ("Karo Front", None, "rebel")


def test_public_persons_have_an_id(book: ActorBook, parser: Parser) -> None:
    actors = actors_of(book, parser, "Putin met Recep Tayyip Erdogan and Peter Putinov.")
    assert entity(actors, "Putin") == ("Vladimir Putin", "person-vladimir-putin", "state-government")
    assert entity(actors, "Erdogan")[1] == "person-recep-tayyip-erdogan"
    assert entity(actors, "Putinov")[1] is None
    found = book.by_id("person-vladimir-putin")
    assert found is not None
    assert found.country == "RUS"


def test_a_country_tells_which_group_and_whose_governor(book: ActorBook, parser: Parser) -> None:
    text = (
        "Hezbollah fired rockets at northern Israel and Hamas praised it. The Lebanese group named no target. "
        "Ukrainian drones hit a refinery in Russia's Tula region, governor Pavel Orlov said."
    )
    actors = actors_of(book, parser, text)
    assert entity(actors, "group")[1] == "hezbollah"
    orlov = actors.entity(head(actors, "Orlov"))
    assert orlov is not None
    assert (orlov.type, orlov.country) == ("state-government", "RUS")


def test_a_commander_of_the_group_is_on_its_side(book: ActorBook, parser: Parser) -> None:
    text = "Boko Haram attacked a market. A commander of the group, Musa Danjuma, was killed. Danjuma was 40."
    actors = actors_of(book, parser, text)
    assert entity(actors, "Danjuma", 2)[0::2] == ("Musa Danjuma", "rebel")


def test_the_two_men_are_the_two_named_last(book: ActorBook, parser: Parser) -> None:
    text = "Two militants, Musa Danjuma and Idris Bello, were seized in Kano. Police said the two men had confessed."
    found = entity(actors_of(book, parser, text), "men")
    assert found == ("Musa Danjuma and Idris Bello", None, "rebel")


def test_owners(book: ActorBook, parser: Parser) -> None:
    actors = actors_of(book, parser, "Moscow's Defense Ministry showed an ISIS command center.")
    ministry, center = head(actors, "Ministry"), head(actors, "center")
    owners = [actors.owner(ministry), actors.owner(center)]
    assert [owner and owner.id for owner in owners] == ["gov-rus", "islamic-state"]
    assert entity(actors, "Ministry")[0] == "Ministry of Defence of Russia"


def test_names_for_sources(book: ActorBook, parser: Parser) -> None:
    actors = actors_of(book, parser, "According to Russian news site Sputnik, the Syrian Observatory said nothing new.")
    first = head(actors, "Russian")
    assert actors.mention_name(first, first + 4) == "Sputnik"
    assert actors.mention_name(head(actors, "nothing"), head(actors, "new") + 1) == "nothing new"


def test_a_users_groups_are_read_after_the_built_in_ones(tmp_path: Path, parser: Parser) -> None:
    (tmp_path / "actors_groups.csv").write_text(
        "id,name,aliases,type,country,ucdp,parent\nriver-front,River Front,RFX,rebel,KEN,,\n", encoding="utf-8"
    )
    extended = ActorBook.load(tmp_path)
    assert entity(actors_of(extended, parser, "The RFX raided a farm."), "RFX") == (
        "River Front",
        "river-front",
        "rebel",
    )


def test_a_users_tables_win_over_the_built_in_ones(tmp_path: Path, parser: Parser) -> None:
    (tmp_path / "actors_groups.csv").write_text(
        "id,name,aliases,type,country,ucdp,parent\nmine,Kilo Front,ISIS,political,KEN,,\n", encoding="utf-8"
    )
    (tmp_path / "roles.csv").write_text("nouns,type,kind,service,armed\nfarmer,political,person,,\n", encoding="utf-8")
    actors = actors_of(ActorBook.load(tmp_path), parser, "ISIS and a farmer met.")
    assert entity(actors, "ISIS") == ("Kilo Front", "mine", "political")
    assert entity(actors, "farmer")[2] == "political"


def test_no_noun_or_title_is_listed_twice() -> None:
    for table, column in (("roles.csv", "nouns"), ("titles.csv", "titles")):
        words = [word for row in read_rows(table) for word in row[column].split("|")]
        assert sorted(words) == sorted(set(words)), table


def test_every_row_of_the_tables_is_sound(book: ActorBook) -> None:
    groups = read_rows("actors_groups.csv")
    assert len({row["id"] for row in groups}) == len(groups) >= 700
    for row in groups:
        assert row["type"] in ACTOR_TYPES, row
        assert not row["country"] or row["country"] in book.states, row
        assert not row["parent"] or row["parent"] in book.states or row["parent"] in book.actors, row
    states = read_rows("states.csv")
    assert len({row["iso3"] for row in states}) == len(states)
    assert len([row for row in states if row["gw"]]) >= 190
    assert {role.type for role in book.roles.values()} <= set(ACTOR_TYPES)
    assert set(book.titles.values()) <= set(ACTOR_TYPES)
    assert {person.type for person in book.persons.values()} <= set(ACTOR_TYPES)
    assert {person.country for person in book.persons.values()} - {None} <= set(book.states)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="Thea ISUSRussiamjts's-.(),\n“”éع", max_size=80))
def test_entities_are_verbatim_on_any_text(text: str) -> None:
    parse = _PARSER.parse(text)
    actors = DocumentActors(_BOOK, parse)
    for token in range(len(parse)):
        for role in (None, "actor", "object"):
            found = actors.entity(token, role=role)
            if found is not None:
                assert text[found.start : found.end] == found.text
                assert found.type in ACTOR_TYPES
                assert found.name.strip()


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Soldiers from a Kenyan base caught poachers and took five of them into custody.", "poachers"),
        ("Commandos from an Indian warship caught raiders and took 23 of them into custody.", "raiders"),
        ("Kenyan soldiers met raiders and shot most of them.", "raiders"),
    ],
)
def test_whoever_does_it_is_not_among_them(book: ActorBook, parser: Parser, text: str, word: str) -> None:
    actors = actors_of(book, parser, text)
    assert entity(actors, "them")[1] is None
    assert actors.chosen[head(actors, "them")] == head(actors, word)


def test_some_of_them_may_be_another_sentences_soldiers(book: ActorBook, parser: Parser) -> None:
    actors = actors_of(
        book, parser, "Israeli troops entered the camp. Militants fired at them and wounded three of them."
    )
    assert entity(actors, "them", 2)[1] == "mil-isr"


def test_a_paper_named_by_an_article_is_no_part_of_a_longer_name(book: ActorBook, parser: Parser) -> None:
    actors = actors_of(book, parser, "Two hundred were held, the Independent Policing Oversight Authority said.")
    assert entity(actors, "Authority")[0] == "Independent Policing Oversight Authority"
    assert entity(actors_of(book, parser, "He told the Independent that jets came."), "Independent")[1] == "the-independent"
