"""Actor, target and weapon by dependency frames, on sentences written for the project."""

from __future__ import annotations

from functools import cache

import pytest

from sayso.claims.arguments import find_arguments
from sayso.claims.model import Arguments, Trigger
from sayso.codebook.weapons import WeaponLexicon
from sayso.language import Parse, Parser
from sayso.record import Entity


@cache
def parser() -> Parser:
    return Parser()


@cache
def parse(text: str) -> Parse:
    return parser().parse(text)


class NoActors:
    """An actor layer that knows nobody: the frames alone must find the phrases."""

    def entity(self, head: int, *, role: str | None = None) -> Entity | None:
        del head, role
        return None

    def owner(self, head: int) -> Entity | None:
        del head
        return None


def trigger(text: str, word: str, kind: str) -> Trigger:
    tokens = parse(text)
    at = tokens.token_at(text.index(word))
    assert at is not None
    last = at + len(word.split())
    head = next((n for n in range(at, last) if tokens.tags[n].startswith("V")), last - 1)
    return Trigger(at, last, head, kind, "test", nominal=tokens.tags[head].startswith("N"))


def arguments(text: str, word: str, kind: str) -> Arguments:
    return find_arguments(parse(text), trigger(text, word, kind), NoActors(), WeaponLexicon.load())


def words(entity: object) -> str | None:
    return getattr(entity, "text", None)


CASES = [
    # whose invasion, and of what
    ("The envoy recalled Ruritania's invasion of Borduria.", "invasion", "offensive", "Ruritania", "Borduria"),
    # those rescued and armed need not act themselves
    ("The frigate's crew rescued the fishing boat.", "rescued", "aid", "The frigate's crew", "the fishing boat"),
    # people used as something
    ("The militia used villagers as human shields.", "human shields", "abuse", "The militia", "villagers"),
    (
        "Villagers were used as human shields by the militia.", "human shields", "abuse", "the militia", "Villagers",
    ),
    ("Donors accused the militia of using nuns as human shields.", "human shields", "abuse", "the militia", "nuns"),
    # what people are arrested for
    ("Police detained ten men on charges of shelling the port.", "shelling", "shelling", "ten men", "the port"),
    ("Ten men were arrested on suspicion of bombing the port.", "bombing", "bombing", "Ten men", "the port"),
    # who decided, and whose aim it is
    ("A decision to bomb the port was taken by the cabinet.", "bomb", "airstrike", "the cabinet", "the port"),
    ("The group's goal is to seize the port.", "seize", "territory_gained", "The group", "the port"),
    # who is linked to it, and on whom it is pinned
    ("The minister pinned the raid on smugglers.", "raid", "armed_attack", "smugglers", None),
    ("Investigators linked the blast to the Red Dawn group.", "blast", "bombing", "the Red Dawn group", None),
    ("The coalition flew sorties against the port.", "sorties", "airstrike", "The coalition", "the port"),
    ("Troops lost the battle for the town.", "battle", "armed_clash", "Troops", None),
    # a ship acts as its crew
    ("The warship fired on a trawler.", "fired", "armed_attack", "The warship", "a trawler"),
    # whom one visits, not where
    ("The envoy visited Ankara on Monday.", "visited", "talks", "The envoy", None),
    ("The envoy visited the wounded soldiers.", "visited", "talks", "The envoy", "the wounded soldiers"),
    # not those whose release is demanded
    ("Protesters demanded the release of two teachers.", "demanded", "demand", "Protesters", None),
    ("Protesters demanded the withdrawal of the troops.", "demanded", "demand", "Protesters", "the troops"),
    # those who died before those who were hurt
    ("Nine nuns were killed and six were wounded in the blast.", "blast", "bombing", None, "Nine nuns"),
    # what a noun of number counts
    ("A number of Borduran fighters surrendered.", "surrendered", "surrender", "Borduran fighters", None),
    ("The teams visited a total of nine depots.", "visited", "other", "The teams", "nine depots"),
    # complements behind the verb of a course, and of trade
    ("The shelling continued against the port.", "shelling", "shelling", None, "the port"),
    ("The council imposed an embargo on trade with Ruritania.", "embargo", "sanction", "The council", "Ruritania"),
    ("They planned an operation designed to drive out the militia.", "operation", "offensive", "They", "the militia"),
    ("The war has claimed the lives of nine nuns.", "claimed the lives", "toll", None, "nine nuns"),
    ("The minister drew criticism for the raid.", "criticism", "accusation", None, "The minister"),
    ("The general survived a coup attempt.", "coup attempt", "other", None, "The general"),
    ("The toppling of the king came as a shock.", "toppling", "other", None, "the king"),
    ("The defection of the general came as a shock.", "defection", "other", "the general", None),
    # who is called for to suffer it
    ("The minister called for the general to be sacked.", "sacked", "sanction", None, "the general"),
    # those who lead, and allies
    ("Ruritanian-led planes hit the port.", "hit", "airstrike", "Ruritanian-led planes", "the port"),
    ("The allied rejection of the plan came late.", "rejection", "refusal", "allied", None),
    # before the verb it is where it was
    ("On the east bank, rebels attacked a convoy.", "attacked", "armed_attack", "rebels", "a convoy"),
    ("On the east bank, a bomb went off.", "went off", "bombing", None, None),
    # to whom it is refused, and with whom ties are restored
    ("Borduria rejected a Ruritanian appeal.", "rejected", "refusal", "Borduria", "Ruritanian"),
    ("Ruritania and Borduria have restored ties.", "restored", "support", "Ruritania", "Borduria"),
    # a state of emergency is no state
    ("The cabinet lifted a state of emergency in Chad.", "lifted", "agreement", "The cabinet", "Chad"),
    # where it was, no actor
    ("The Chelsea blast shook the district.", "blast", "bombing", None, "the district"),
    ("The Ruritanian Embassy blast killed two guards.", "blast", "bombing", None, "The Ruritanian Embassy"),
    # where a measure is felt
    ("The government lifted the curfew in Baghdad on Sunday.", "lifted", "agreement", "The government", "Baghdad"),
    # active and passive
    ("Rebels shelled the market on Sunday.", "shelled", "shelling", "Rebels", "the market"),
    ("The market was shelled by rebels.", "shelled", "shelling", "rebels", "The market"),
    ("Four people were killed on Sunday.", "killed", "killing", None, "Four people"),
    # what stands before an event noun
    ("The riots began after the police killing of a teenager.", "killing", "killing", "police", "a teenager"),
    ("Pirate attacks have increased this year.", "attacks", "armed_attack", "Pirate", None),
    ("Soldiers dispersed anti-government rallies.", "rallies", "protest", None, None),
    ("The US embassy blast killed nine guards.", "blast", "bombing", None, "embassy"),
    ("It was the fifth major attack of the month.", "attack", "armed_attack", None, None),
    ("Two ships came under attack from brigands.", "attack", "armed_attack", "brigands", "Two ships"),
    ("A pirate vessel that shelled the ferry was sunk.", "shelled", "shelling", "A pirate vessel", "the ferry"),
    # who stands behind a text, an order or a tale
    ("Britain circulated a resolution demanding a truce.", "demanding", "demand", "Britain", None),
    ("Residents told of soldiers burning houses.", "burning", "property_damage", "soldiers", "houses"),
    ("Officials evacuated the women from the town.", "evacuated", "displacement", None, "the women"),
    ("Youths pelted the officers with stones.", "pelted", "riot", "Youths", "the officers"),
    ("Sanctions were imposed on Iraq after its invasion of Kuwait.", "imposed", "sanction", None, "Iraq"),
    # control, raising, infinitives
    ("The army tried to storm the village.", "storm", "armed_attack", "The army", "the village"),
    ("The militia is said to have kidnapped two nurses.", "kidnapped", "abduction", "The militia", "two nurses"),
    ("The general ordered the brigade to attack the port.", "attack", "armed_attack", "the brigade", "the port"),
    # conjoined verbs
    ("Gunmen stormed the hotel and killed five guests.", "killed", "killing", "Gunmen", "five guests"),
    # relative clauses and participles
    ("The gunmen who attacked the convoy fled.", "attacked", "armed_attack", "The gunmen", "the convoy"),
    ("Soldiers besieging the town fired flares.", "besieging", "siege", "Soldiers", "the town"),
    ("He visited the hospital bombed by the air force.", "bombed", "airstrike", "the air force", "the hospital"),
    # nominal triggers
    ("Ruritania's bombing of Zenda drew protests.", "bombing", "airstrike", "Ruritania", "Zenda"),
    ("The attack by rebels against the port failed.", "attack", "armed_attack", "rebels", "the port"),
    ("The navy carried out a strike against smugglers.", "strike", "airstrike", "The navy", "smugglers"),
    ("Clashes between herders and farmers continued.", "Clashes", "armed_clash", "herders", "farmers"),
    ("The strike killed nine villagers.", "strike", "airstrike", None, "nine villagers"),
    ("Nine villagers died in the strike.", "strike", "airstrike", None, "Nine villagers"),
    ("The group claimed responsibility for the attack.", "attack", "armed_attack", "The group", None),
    # what stands around the event noun
    ("The rebel drone strikes hit a convoy.", "strikes", "drone_strike", "rebel", "a convoy"),
    ("The killing of two priests by soldiers caused anger.", "killing", "killing", "soldiers", "two priests"),
    ("The drivers came under fire near the bridge.", "fire", "armed_attack", None, "The drivers"),
    ("A bomb exploded in the square, killing two shoppers.", "exploded", "bombing", None, "two shoppers"),
    ("Soldiers killed four villagers in a raid.", "raid", "armed_attack", "Soldiers", "four villagers"),
    ("Two soldiers died in clashes with rebels.", "clashes", "armed_clash", "rebels", "Two soldiers"),
    ("Prosecutors accused the army of bombing a school.", "bombing", "airstrike", "the army", "a school"),
    ("The army was blamed for the attack.", "attack", "armed_attack", "The army", None),
    ("Nine soldiers were killed while fighting rebels in Zenda.", "killed", "killing", "rebels in Zenda", "Nine soldiers"),
    ("Ministers and envoys held talks with the rebels.", "talks", "talks", "Ministers", "the rebels"),
    ("Nobody saw the meeting that the envoy had with rebels.", "meeting", "talks", "the envoy", "rebels"),
    ("The raid which troops carried out on the camp failed.", "raid", "armed_attack", "troops", "the camp"),
    # what threats, demands and protests are about
    ("Ruritania threatened to break relations with Zenda.", "threatened", "threat", "Ruritania", "Zenda"),
    ("Students marched to demand the resignation of the minister.", "marched", "protest", "Students", "the minister"),
    ("The council said the rebels must disarm.", "disarm", "demand", None, "the rebels"),
    # directions of other kinds
    ("Thousands of villagers fled the fighting.", "fled", "displacement", None, "Thousands of villagers"),
    ("The government urged the rebels to disarm.", "urged", "demand", "The government", "the rebels"),
    # between X and Y, on the noun or on the verb
    ("Clashes broke out on Monday between rebels and tribesmen.", "Clashes", "armed_clash", "rebels", "tribesmen"),
    ("Heavy fighting erupted between loyalist troops and deserters.", "fighting", "armed_clash", "loyalist troops",
     "deserters"),
    ("Battles were reported between the army and the militia.", "Battles", "armed_clash", "the army", "the militia"),
    ("Clashes erupted between Paris and Berlin.", "Clashes", "armed_clash", None, None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "word", "kind", "actor", "target"), CASES)
def test_actor_and_target(text: str, word: str, kind: str, actor: str | None, target: str | None) -> None:
    found = arguments(text, word, kind)
    assert (words(found.actor), words(found.target)) == (actor, target)


WEAPONS = [
    ("A MiG-23 jet bombed the depot.", "bombed", "airstrike", "MiG-23 jet"),
    ("The crew hit the bunker with a GBU-12 bomb.", "hit", "airstrike", "GBU-12 bomb"),
    ("Militants fired mortar shells at the camp.", "fired", "shelling", "mortar shells"),
    ("Two soldiers were killed by a roadside bomb.", "killed", "bombing", "roadside bomb"),
    ("A drone strike hit the farm.", "strike", "drone_strike", "drone"),
    ("The crowd talked about a new round of talks.", "talked", "talks", None),
]


@pytest.mark.parametrize(("text", "word", "kind", "weapon"), WEAPONS)
def test_weapon(text: str, word: str, kind: str, weapon: str | None) -> None:
    assert words(arguments(text, word, kind).weapon) == weapon


def test_a_weapon_is_no_actor_unless_someone_owns_it() -> None:
    alone = arguments("A rocket hit the clinic.", "hit", "shelling")
    assert alone.actor is None and words(alone.weapon) == "rocket"
    owned = arguments("Turkish jets bombed the hills.", "bombed", "airstrike")
    assert words(owned.actor) == "Turkish jets" and owned.weapon is not None


def test_why_names_the_frame() -> None:
    found = arguments("The market was shelled by rebels.", "shelled", "shelling")
    assert found.frame["actor"].startswith("agent") and found.frame["target"].startswith("patient")


HEADLINES = [
    (
        "Ruritania Army Kills Govt Troops in Raid Near Zenda-Strelsau Border",
        "Kills",
        "killing",
        "Ruritania Army",
        "Govt Troops",
    ),
    ("Zenda Junta Executes Eight Resistance Fighters", "Executes", "killing", "Zenda Junta", "Resistance Fighters"),
]


@pytest.mark.parametrize(("text", "word", "kind", "actor", "target"), HEADLINES)
def test_headlines_in_title_case(text: str, word: str, kind: str, actor: str, target: str) -> None:
    given = trigger(text, word, kind)
    verb = Trigger(given.first, given.last, given.head, kind, "test", nominal=False)
    found = find_arguments(parse(text), verb, NoActors(), WeaponLexicon.load())
    assert found.actor is not None and found.actor.text.endswith(actor.split()[-1])
    assert found.target is not None and found.target.text.endswith(target) and word not in found.target.text


def test_a_pronoun_is_the_mention_where_only_another_sentence_tells_who_is_meant() -> None:
    text = "The rebels left the valley at dawn. They shelled the market on their way."
    found = arguments(text, "shelled", "shelling")
    assert found.actor is not None
    assert (found.actor.text, found.actor.start, found.actor.name) == ("They", text.index("They"), "rebels")


def test_the_antecedent_is_the_mention_within_one_sentence() -> None:
    found = arguments("The rebels said they had shelled the market.", "shelled", "shelling")
    assert words(found.actor) == "The rebels"


def test_a_ship_that_acts_is_no_weapon() -> None:
    assert arguments("The warship fired on a trawler.", "fired", "armed_attack").weapon is None


def test_they_who_were_seized_are_people() -> None:
    found = arguments("The regime drove out the villagers, and they were arrested.", "arrested", "arrest")
    assert words(found.target) == "the villagers"


@pytest.mark.parametrize(
    ("text", "word", "kind", "weapon"),
    [
        ("The robber pointed a rifle at the clerk.", "pointed", "threat", "rifle"),
        ("Two men emptied their pistols into the guard.", "emptied", "armed_attack", "pistols"),
        ("The army flew its commandos to the port on helicopters.", "flew", "deployment", "helicopters"),
        ("The clerk received a bomb threat.", "bomb threat", "threat", None),
        ("Two guards died in a hail of gunfire.", "hail of gunfire", "armed_attack", None),
        ("The suicide bombing killed two guards.", "suicide bombing", "suicide_bombing", None),
    ],
)
def test_weapon_of_the_event(text: str, word: str, kind: str, weapon: str | None) -> None:
    assert words(arguments(text, word, kind).weapon) == weapon
