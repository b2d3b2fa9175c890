"""How passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    """argon2id, m = 19 MiB, t = 2, p = 1: OWASP's minimum, about 20 ms, paid at every signature."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
