"""The leader's pages: the sentence, the wall, the matrix, a past day, urging and instructing."""

from web.leader import acts, drill, home

PARTS = (home, drill, acts)
