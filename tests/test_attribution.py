"""Who says what, by which cue: speakers, contents, relays, evidence."""

from __future__ import annotations

import pytest

from sayso.attribution import CueLexicon, Speech, Speeches, find_speeches
from sayso.errors import CodebookError
from sayso.language import Parse, Parser


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser()


@pytest.fixture(scope="module")
def lexicon() -> CueLexicon:
    return CueLexicon.load()


def contents(parse: Parse, speech: Speech) -> list[str]:
    return [parse.span(*part).text for part in speech.content]


def sole(speeches: Speeches) -> Speech:
    shown = [speech for speech in speeches if speech.shown]
    assert len(shown) == 1, shown
    return shown[0]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("The army said rebels shelled Kutum.", "The army", "said", ["rebels shelled Kutum"]),
        ("Rebels shelled Kutum, the army said.", "the army", "said", ["Rebels shelled Kutum"]),
        ("Rebels shelled Kutum, said the army.", "the army", "said", ["Rebels shelled Kutum"]),
        ("Rebels shelled Kutum, claimed Khartoum's Defence Ministry Monday.", "Khartoum's Defence Ministry", "claimed",
         ["Rebels shelled Kutum"]),
        ("At least 14 people were killed when drones struck a market in the town of Umm Rawaba, medics and a local"
         " rights group said, in the latest raid.", "medics and a local rights group", "said",
         ["At least 14 people were killed when drones struck a market in the town of Umm Rawaba"]),
        ("The United Nations says tens of thousands of people have been killed since the conflict erupted in April 2023"
         " and some 12 million have been displaced.", "The United Nations", "says",
         ["tens of thousands of people have been killed since the conflict erupted in April 2023 and some 12 million"
          " have been displaced"]),
        ("An air strike on a Buddhist monastery in the Sagaing region killed at least 23 people, including four children,"
         " who had taken shelter there from fighting, a member of a local resistance group and independent media said on"
         " Friday.", "a member of a local resistance group and independent media", "said",
         ["An air strike on a Buddhist monastery in the Sagaing region killed at least 23 people, including four"
          " children, who had taken shelter there from fighting"]),
        ("Jets strike the south as truce frays; militia says two medics killed", "militia", "says", ["two medics killed"]),
        ("The raid, which the army said destroyed a depot, took place on Monday.", "the army", "said",
         ["destroyed a depot"]),
        ("Migrants locked up at Qasr bin Ghashir say that their guards fled last week.",
         "Migrants locked up at Qasr bin Ghashir", "say", ["that their guards fled last week"]),
        ("The coalition flew 41 sorties against the city on Thursday, its daily bulletin noted, wrecking a workshop.",
         "its daily bulletin", "noted",
         ["The coalition flew 41 sorties against the city on Thursday", "wrecking a workshop"]),
        ("State television said shells from the enclave had claimed two lives.", "State television", "said",
         ["shells from the enclave had claimed two lives"]),
        ("Rebels, the army said, shelled Kutum.", "the army", "said", ["Rebels", "shelled Kutum"]),
        ("According to the army, rebels shelled Kutum.", "the army", "According to", ["rebels shelled Kutum"]),
        ("Rebels shelled Kutum, according to the army.", "the army", "according to", ["Rebels shelled Kutum"]),
        ("The army accused the rebels of shelling Kutum.", "The army", "accused", ["the rebels of shelling Kutum"]),
        ("The envoy called for a truce in Kutum.", "The envoy", "called for", ["a truce in Kutum"]),
        ("The army denied shelling Kutum.", "The army", "denied", ["shelling Kutum"]),
        ("The rebels promised to free the pilots.", "The rebels", "promised", ["to free the pilots"]),
        ("The army has not confirmed the raid.", "The army", "has not confirmed", ["the raid"]),
        ("The attack was condemned by the African Union.", "the African Union", "was condemned by", ["The attack"]),
        ("Minister: Rebels shelled Kutum", "Minister", ":", ["Rebels shelled Kutum"]),
        ("Rebels shell Kutum, killing nine: officials", "officials", ":", ["Rebels shell Kutum, killing nine"]),
    ],
)  # fmt: skip
def test_a_cue_gets_its_source_and_content(
    parser: Parser, lexicon: CueLexicon, text: str, source: str, cue: str, content: list[str]
) -> None:
    parse = parser.parse(text)
    speech = sole(find_speeches(parse, lexicon=lexicon))
    assert [span.text for span in speech.attribution.source] == [source]
    assert [span.text for span in speech.attribution.cue] == [cue]
    assert contents(parse, speech) == content


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ('"They hit the school," Hawa said.', ['"They hit the school,"']),
        ("“They hit the school,” Hawa said. “Then they left.”", ["“They hit the school,”", "“Then they left.”"]),
        ("“They hit the school,” Hawa said.\n\n“Then they left.”", ["“They hit the school,”", "“Then they left.”"]),
        ("“They hit the school.\n\n“Then they left,” Hawa said.", ["“They hit the school.\n\n“Then they left,”"]),
        ("Hawa said: “They hit the school. Then they left.”", ["“They hit the school. Then they left.”"]),
        ("``They hit the school,'' Hawa said.", ["``They hit the school,''"]),
        ("“They [the rebels] hit the school,” Hawa said.", ["“They [the rebels] hit the school,”"]),
    ],
)
def test_a_quotation_has_one_speaker_to_its_end(
    parser: Parser, lexicon: CueLexicon, text: str, content: list[str]
) -> None:
    parse = parser.parse(text)
    speech = sole(find_speeches(parse, lexicon=lexicon))
    assert contents(parse, speech) == content
    assert [source.name for source in speech.sources] == ["Hawa"]


def test_a_new_cue_ends_the_turn_of_the_last_speaker(parser: Parser, lexicon: CueLexicon) -> None:
    parse = parser.parse("“They hit the school,” Hawa said.\n\n“We hit a barracks,” General Koroma said.")
    first, second = find_speeches(parse, lexicon=lexicon)
    assert contents(parse, first) == ["“They hit the school,”"]
    assert contents(parse, second) == ["“We hit a barracks,”"]


def test_a_quotation_before_another_persons_sentence_is_not_theirs(parser: Parser, lexicon: CueLexicon) -> None:
    text = "Omar said the raid began at dawn. “They took my brother.” A woman at the well claimed she saw tanks."
    parse = parser.parse(text)
    quoted = parse.token_at(text.index("took"))
    assert quoted is not None
    speeches = find_speeches(parse, lexicon=lexicon)
    assert [speeches[number].sources[0].name for number in speeches.around(quoted)] == ["Omar"]


def names_of(parser: Parser, lexicon: CueLexicon, text: str, **more: str) -> list[list[tuple[str, str]]]:
    speeches = find_speeches(parser.parse(text), lexicon=lexicon, **more)
    return [[(source.name, source.role) for source in speech.sources] for speech in speeches]


def test_relays_stand_behind_the_speaker(parser: Parser, lexicon: CueLexicon) -> None:
    text = "Rebels shelled Kutum, General Ali Bakri told Reuters."
    assert [("Ali Bakri", "speaker"), ("Reuters", "relay")] in names_of(parser, lexicon, text)
    text = "Rebels shelled Kutum, General Ali Bakri said, according to Sputnik."
    assert [("Ali Bakri", "speaker"), ("Sputnik", "relay")] in names_of(parser, lexicon, text)


def test_the_publisher_is_no_relay_of_its_own_text(parser: Parser, lexicon: CueLexicon) -> None:
    text = "Rebels shelled Kutum, General Ali Bakri told Reuters."
    assert [("Ali Bakri", "speaker")] in names_of(parser, lexicon, text, outlet="Reuters")


def test_reporters_are_no_relay(parser: Parser, lexicon: CueLexicon) -> None:
    text = "Rebels shelled Kutum, General Ali Bakri told reporters."
    assert names_of(parser, lexicon, text) == [[("Ali Bakri", "speaker")]]


def test_those_who_are_cited_stand_before_the_speaker(parser: Parser, lexicon: CueLexicon) -> None:
    text = "Xinhua said, citing the interior ministry, that nine died."
    assert [("interior ministry", "speaker"), ("Xinhua", "relay")] in names_of(parser, lexicon, text)


def test_an_outlet_carries_its_country(parser: Parser, lexicon: CueLexicon) -> None:
    (speech,) = find_speeches(parser.parse("Rebels shelled Kutum, SUNA reported."), lexicon=lexicon)
    assert [(source.name, source.country) for source in speech.sources] == [("SUNA", "SDN")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Amina Diallo runs the clinic in Gao. Rockets fell at noon, Diallo said.", "Amina Diallo"),
        ("Rockets fell, Amina Diallo said. She said nine died.", "Amina Diallo"),
        ("Amina Diallo, who said rockets fell, left Gao.", "Amina Diallo"),
        ("The defence ministry said rockets fell. It added that nine died.", "defence ministry"),
        ("Residents said rockets fell. They said nine died.", "Residents"),
    ],
)
def test_a_source_has_the_name_that_the_text_gives_it(
    parser: Parser, lexicon: CueLexicon, text: str, name: str
) -> None:
    speeches = find_speeches(parser.parse(text), lexicon=lexicon)
    assert speeches[-1].sources[0].name == name


def test_evidence_is_the_basis_and_its_owner_the_source(parser: Parser, lexicon: CueLexicon) -> None:
    parse = parser.parse("Satellite images released by Maxar show that the base at Merowe was bombed.")
    speech = next(speech for speech in find_speeches(parse, lexicon=lexicon) if speech.basis)
    assert speech.basis is not None and speech.basis.text == "Satellite images"
    assert [source.name for source in speech.sources] == ["Maxar"]
    parse = parser.parse("Satellite images show that the base at Merowe was bombed.")
    speech = sole(find_speeches(parse, lexicon=lexicon))
    assert speech.basis is not None and speech.sources == ()


@pytest.mark.parametrize(
    ("text", "cls", "hedged", "polarity"),
    [
        ("The army said rebels fled.", "neutral", False, "+"),
        ("The army confirmed that rebels fled.", "committed", False, "+"),
        ("The army claimed rebels fled.", "distancing", True, "+"),
        ("The army denied that rebels fled.", "denial", False, "-"),
        ("The army believes rebels fled.", "belief", True, "+"),
        ("The army accused rebels of fleeing.", "accusation", True, "+"),
        ("The rebels claimed responsibility for the attack.", "responsibility", False, "+"),
        ("The rebels vowed to attack.", "commissive", False, "+"),
        ("The rebels did not deny that they fled.", "denial", False, "?"),
    ],
)
def test_the_cue_tells_the_stance(
    parser: Parser, lexicon: CueLexicon, text: str, cls: str, hedged: bool, polarity: str
) -> None:
    speech = sole(find_speeches(parser.parse(text), lexicon=lexicon))
    assert (speech.cue_class, speech.hedged, speech.polarity) == (cls, hedged, polarity)


def test_what_is_nested_is_kept_for_chains_but_not_shown(parser: Parser, lexicon: CueLexicon) -> None:
    speeches = find_speeches(parser.parse("The UN said residents reported that rebels fled."), lexicon=lexicon)
    assert [speech.shown for speech in speeches] == [True, False]


def test_a_users_cues_win_over_the_built_in_ones(parser: Parser, tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "cues.csv").write_text("verb,class,frames\nsay,distancing,that quote\n", encoding="utf-8")
    own = CueLexicon.load(tmp_path)
    assert sole(find_speeches(parser.parse("The army said rebels fled."), lexicon=own)).hedged
    (tmp_path / "cues.csv").write_text("verb,class,frames\nsay,neutral,sideways\n", encoding="utf-8")
    with pytest.raises(CodebookError, match="sideways"):
        CueLexicon.load(tmp_path)


def test_a_statement_set_apart_belongs_to_the_cue_before_it(parser: Parser, lexicon: CueLexicon) -> None:
    parse = parser.parse(
        "The ministry said in a statement:\n\nOur forces left Kutum. They took no prisoners.\n\nRain fell."
    )
    speech = sole(find_speeches(parse, lexicon=lexicon))
    assert contents(parse, speech) == ["Our forces left Kutum. They took no prisoners"]


def test_the_statement_is_that_of_whoever_issued_it(parser: Parser, lexicon: CueLexicon) -> None:
    text = "The envoys issued a statement saying rebels shelled Kutum. The statement said nine died."
    speeches = find_speeches(parser.parse(text), lexicon=lexicon)
    assert [speech.sources[0].name for speech in speeches] == ["envoys", "envoys"]


def test_this_was_reported_by_takes_the_sentence_before(parser: Parser, lexicon: CueLexicon) -> None:
    parse = parser.parse("Rebels blew up a pylon near Soyapango. This was reported by General Nunez.")
    speech = next(speech for speech in find_speeches(parse, lexicon=lexicon) if speech.shown)
    assert contents(parse, speech) == ["Rebels blew up a pylon near Soyapango"]


@pytest.mark.parametrize(
    "text", ["Goma: Nine killed in raid", "Tijuana: 18 dead since Sunday", "A Hpa-an resident fled."]
)
def test_a_place_before_a_colon_is_no_speaker(parser: Parser, lexicon: CueLexicon, text: str) -> None:
    speeches = find_speeches(parser.parse(text), lexicon=lexicon)
    assert not [speech for speech in speeches if speech.why == "label"]


def test_a_dateline_is_no_part_of_the_source(parser: Parser, lexicon: CueLexicon) -> None:
    parse = parser.parse("ROANOKE (AP) -- Governor Ann Reed said nine people died.")
    speech = sole(find_speeches(parse, lexicon=lexicon))
    assert [span.text for span in speech.attribution.source] == ["Governor Ann Reed"]


def test_a_person_behind_a_title_gives_the_name(parser: Parser, lexicon: CueLexicon) -> None:
    text = "A spokesman for the ministry, Colonel Igor Sidorov, told reporters that jets left. He said nine stayed."
    speeches = find_speeches(parser.parse(text), lexicon=lexicon)
    assert [speech.sources[0].name for speech in speeches] == ["Igor Sidorov", "Igor Sidorov"]


def test_wounds_and_papers_that_were_seen_are_a_basis(parser: Parser, lexicon: CueLexicon) -> None:
    found = find_speeches(parser.parse("The wounds were consistent with shelling, doctors said."), lexicon=lexicon)
    assert [speech.basis.text for speech in found if speech.basis] == ["The wounds"]
    found = find_speeches(parser.parse("An official who read the cables said rebels fled."), lexicon=lexicon)
    assert [speech.basis.text for speech in found if speech.basis] == ["the cables"]


def test_hearsay_has_a_cue_and_nobody_who_says_it(parser: Parser, lexicon: CueLexicon) -> None:
    parse = parser.parse("The captain was reportedly killed in Gao.")
    speech = sole(find_speeches(parse, lexicon=lexicon))
    assert speech.sources == () and speech.attribution.source == ()
    assert contents(parse, speech) == ["The captain was", "killed in Gao"]


def test_it_is_who_did_not_comment_just_before(parser: Parser, lexicon: CueLexicon) -> None:
    text = (
        "Reuters could not confirm the report. The military did not comment. In the past it has said that it only"
        " attacks rebels."
    )
    speech = [one for one in find_speeches(parser.parse(text), lexicon=lexicon) if one.shown][-1]
    assert [span.text for span in speech.attribution.source] == ["it"]
    assert [source.name for source in speech.sources] == ["military"]


def test_the_first_of_two_speaks_not_the_agency_of_the_second(parser: Parser, lexicon: CueLexicon) -> None:
    text = "At least one person was shot dead, according to a rights group and a Reuters witness."
    speech = sole(find_speeches(parser.parse(text), lexicon=lexicon))
    assert [source.name for source in speech.sources] == ["rights group"]


def test_he_and_she_are_the_person_who_spoke_last_with_or_without_a_name(parser: Parser, lexicon: CueLexicon) -> None:
    text = (
        "President Sall said that the town was calm. A shopkeeper said the army had shelled the market. She said nine"
        " people were killed."
    )
    speeches = [one for one in find_speeches(parser.parse(text), lexicon=lexicon) if one.shown]
    assert [source.name for one in speeches for source in one.sources] == ["Sall", "shopkeeper", "shopkeeper"]


def test_who_denies_and_accuses_is_one(parser: Parser, lexicon: CueLexicon) -> None:
    text = "Lawmaker Hassan Fadil denied that any weapons were stored in the area and accused Israel of breaking the deal."
    speeches = [one for one in find_speeches(parser.parse(text), lexicon=lexicon) if one.shown]
    assert {source.name for one in speeches for source in one.sources} == {"Hassan Fadil"} and len(speeches) == 2


@pytest.mark.parametrize(
    ("who", "name"),
    [
        ("The Britain-based monitoring group", "Syrian Observatory for Human Rights"),
        ("The rights group", "Syrian Observatory for Human Rights"),
        ("A rights group", "rights group"),
    ],
)
def test_a_body_told_by_its_seat_or_work_is_the_one_that_spoke(
    parser: Parser, lexicon: CueLexicon, who: str, name: str
) -> None:
    text = f"The Syrian Observatory for Human Rights said jets struck Idlib. Reuters said it rained. {who} said nine died."
    last = [one for one in find_speeches(parser.parse(text), lexicon=lexicon) if one.shown][-1]
    assert [source.name for source in last.sources] == [name]


def test_who_protests_behind_a_semicolon_reports_nothing(parser: Parser, lexicon: CueLexicon) -> None:
    parse = parser.parse("Sri Lanka navy arrests 18 Indian fishermen; Tamil Nadu stages protest")
    assert not [one for one in find_speeches(parse, lexicon=lexicon) if one.content]


def test_she_is_the_woman_just_met(parser: Parser, lexicon: CueLexicon) -> None:
    text = (
        "Commander Rana Felat said the end was close. Umm Omar, 34, crossed the lines on Monday with two daughters."
        " “They shot at our backs as we ran,” she said."
    )
    last = [one for one in find_speeches(parser.parse(text), lexicon=lexicon) if one.shown][-1]
    assert [source.name for source in last.sources] == ["Umm Omar"]


def test_thinking_it_better_reports_nothing(parser: Parser, lexicon: CueLexicon) -> None:
    parse = parser.parse("We think it better to withdraw.")
    assert not [one for one in find_speeches(parse, lexicon=lexicon) if one.shown]
