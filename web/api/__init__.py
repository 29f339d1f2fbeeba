"""The same acts as a REST interface, with its description."""

from web.api import acts, draws, filing, office, reading

PARTS = (reading, filing, acts, office, draws)
