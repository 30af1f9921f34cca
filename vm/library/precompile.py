"""Compiles the modules of the library that programs import most, ahead of all programs.

    stage-vm -S vm/library/precompile.py FOLDER

FOLDER is the library; the code goes to its __pycache__ folders, in the form that is
not compared with the source (PEP 552).
"""
import os
import py_compile
import sys

# Packages stand for all their modules.
MODULES = """
__future__ _collections_abc _colorize _opcode_metadata _py_warnings _pydatetime
_sitebuiltins _strptime _threading_local _weakrefset abc annotationlib argparse ast
asyncio base64 bisect calendar code codecs codeop collections concurrent configparser
contextlib contextvars copy copyreg csv dataclasses datetime decimal difflib dis
encodings/__init__ encodings/aliases encodings/ascii encodings/latin_1 encodings/utf_8
encodings/idna enum fnmatch fractions functools genericpath getopt gettext glob graphlib
gzip hashlib heapq hmac html importlib inspect io ipaddress json keyword linecache
locale logging ntpath numbers opcode operator optparse os pathlib pickle pkgutil platform
posixpath pprint py_compile queue random re reprlib runpy sched secrets selectors shlex
shutil signal site socket stat statistics string struct subprocess tempfile textwrap
threading timeit token tokenize tomllib traceback types typing unittest urllib/__init__
urllib/parse uuid warnings weakref zipfile zipimport compression
""".split()


def sources(folder):
    for name in MODULES:
        path = os.path.join(folder, name)
        if os.path.isdir(path):
            for parent, _, files in os.walk(path):
                yield from (os.path.join(parent, file) for file in sorted(files) if file.endswith('.py'))
        elif os.path.exists(path + '.py'):
            yield path + '.py'


folder = os.path.abspath(sys.argv[1])
sys.pycache_prefix = None
for source in sources(folder):
    py_compile.compile(
        source,
        dfile='/' + os.path.relpath(source, folder),
        doraise=True,
        optimize=0,
        invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
    )
