"""What is imported without others that it could do without, as a process of its own sees it."""

from __future__ import annotations

import subprocess
import sys

import pytest


def told(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    return done.stdout.strip()


def test_what_was_out_of_reach_is_there_again_afterwards() -> None:
    code = """if True:
        import json, sys
        from csboard.out_of_reach import out_of_reach
        with out_of_reach("json", "wave"):
            for name in ("json", "wave"):
                try:
                    __import__(name)
                except ImportError:
                    print("no", name)
        print(sys.modules["json"] is json, "wave" in sys.modules)
        import wave
    """
    assert told(code) == "no json\nno wave\nTrue False"


def test_asyncio_is_loaded_without_ssl_and_ssl_can_be_loaded_later() -> None:
    code = """if True:
        import sys
        from csboard.out_of_reach import load_asyncio
        load_asyncio()
        print("ssl" in sys.modules)
        import asyncio, smtplib, ssl
        asyncio.run(asyncio.sleep(0))
        print(ssl.create_default_context().verify_mode.name, hasattr(smtplib, "SMTP_SSL"))
    """
    assert told(code) == "False\nCERT_REQUIRED True"


@pytest.mark.parametrize("postgres", [False, True])
def test_no_version_is_looked_up_for_a_database(postgres: bool) -> None:
    code = f"""if True:
        import sys
        from csboard.db.driver import load_peewee
        load_peewee(postgres={postgres})
        print([name for name in ("importlib.metadata", "email") if name in sys.modules])
        from importlib.metadata import version
        print(version("peewee") > "4")
    """
    assert told(code) == "[]\nTrue"


def test_what_is_loaded_at_use_is_there_when_it_is_called() -> None:
    code = """if True:
        import sys
        from csboard.out_of_reach import loaded_at_use
        with loaded_at_use("uuid", "fractions"):
            import uuid
            from fractions import Fraction
        class Own(Fraction):
            pass
        print([name for name in ("uuid", "fractions") if name in sys.modules])
        print(Fraction(2, 4), len(uuid.uuid4().hex), Fraction(numerator=1, denominator=3))
        import fractions
        print(fractions.Fraction is Fraction, isinstance(Fraction(1, 2), fractions.Fraction))
    """
    assert told(code) == "[]\n1/2 32 1/3\nFalse True"


def test_what_is_loaded_already_is_used_as_it_is() -> None:
    code = """if True:
        import uuid
        from csboard.out_of_reach import loaded_at_use
        with loaded_at_use("uuid"):
            from uuid import UUID
        print(UUID is uuid.UUID)
    """
    assert told(code) == "True"
