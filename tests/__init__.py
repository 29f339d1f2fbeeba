"""The tests, flat: test_<room>_<module>.py; what several of them share stands in conftest.py."""
