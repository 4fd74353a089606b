"""Actors: a mention in a parse becomes an entity with canonical name, id, type and country."""

from sayso.actors.book import ActorBook
from sayso.actors.document import DocumentActors
from sayso.actors.model import Actor, Mention

__all__ = ["Actor", "ActorBook", "DocumentActors", "Mention"]
