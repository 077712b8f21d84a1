"""What holds for all tests."""

from hypothesis import HealthCheck, settings

# How long hypothesis takes to draw its examples says how busy the machine is, not whether the code is right.
settings.register_profile("any machine", suppress_health_check=[HealthCheck.too_slow], deadline=None)
settings.load_profile("any machine")
