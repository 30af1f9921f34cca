"""Runs or lists the tests of one file of CPython's Lib/test; started in the VM and, to list them, in CPython itself.

    driver.py list LIB NAME          prints the id of every test that unittest collects
    driver.py run LIB NAME [FIRST]   runs them, from the FIRST one (counted from 0) on

LIB is CPython's library folder: it comes last on the path, so that everything but the tests is the library of the
Python that runs. Each line printed for the runner starts with a record separator, so that what tests print is not
mistaken for it. A test is announced before it starts: one that ends the process is known by that.
"""
import sys


def say(*fields):
    text = '\x1e' + '\x1f'.join([str(field).replace('\n', ' ') for field in fields]) + '\n'
    text = text.encode('ascii', 'backslashreplace').decode('ascii')
    sys.__stdout__.write(text)
    sys.__stdout__.flush()


def flatten(suite):
    try:
        tests = iter(suite)
    except TypeError:
        yield suite
    else:
        for test in tests:
            yield from flatten(test)


def short_id(test, name):
    """The id without the name of the module that holds it."""
    text = test.id()
    for prefix in ('test.%s.' % name, name + '.', '__main__.'):
        if text.startswith(prefix):
            return text[len(prefix):]
    return text


def line_of(kind, error):
    try:
        text = str(error).strip().split('\n')[0]
    except Exception:
        text = '(its text cannot be shown)'
    return '%s: %s' % (getattr(kind, '__name__', kind), text) if text else getattr(kind, '__name__', str(kind))


def stand_in_for_the_c_api():
    """There is no C API here, and files that import it at their top level would not load: while they do, test_bytes
    gets the operators of sequences, which it reaches through it as well, and test_class a look at the layout of
    CPython's objects, which the few tests that take it miss."""
    import operator
    import types

    api = types.ModuleType('_testlimitedcapi')
    api.sequence_getitem = operator.getitem
    api.sequence_setitem = operator.setitem
    api.sequence_delitem = operator.delitem
    internal = types.ModuleType('_testinternalcapi')
    internal.has_inline_values = no_layout
    modules = {module.__name__: module for module in (api, internal) if module.__name__ not in sys.modules}
    sys.modules.update(modules)
    return modules


def no_layout(instance):
    import unittest

    raise unittest.SkipTest('asks how CPython lays out an instance')


def prepare():
    """What lets a file load that is no matter of what it tests; the tests themselves are as they are."""
    import importlib.util
    from test import support

    # Tests of what is CPython's own affair run too, where support would skip them in any other Python.
    support.cpython_only = lambda test: test
    # Up to 3.13 this module found `__annotations__` among its globals; from 3.14 on there is no such name (PEP 649).
    spec = importlib.util.find_spec('test.typinganndata.ann_module')
    if spec is not None and sys.version_info >= (3, 14):
        module = importlib.util.module_from_spec(spec)
        module.__dict__['__annotations__'] = {}
        sys.modules[spec.name] = module
        spec.loader.exec_module(module)


def load(name):
    return __import__('test.' + name, fromlist=['*'])


def main():
    action, library, name = sys.argv[1:4]
    first = int(sys.argv[4]) if len(sys.argv) > 4 else 0
    if library not in sys.path:
        sys.path.append(library)
    # Tests look at the arguments of the process.
    del sys.argv[1:]
    try:
        import unittest

        if action == 'run':
            prepare()
        try:
            module = load(name)
        except (ImportError, unittest.SkipTest):
            if action != 'run':
                raise
            stand_ins = stand_in_for_the_c_api()
            module = load(name)
            for each in stand_ins:
                del sys.modules[each]
        suite = unittest.defaultTestLoader.loadTestsFromModule(module)
    except BaseException as error:
        say('unloadable', line_of(type(error), error))
        return
    tests = list(flatten(suite))
    if action == 'list':
        for test in tests:
            say('id', short_id(test, name))
        say('end')
        return
    run(unittest, tests, name, first)


def run(unittest, tests, name, first):
    position = {id(test): index for index, test in enumerate(tests)}

    class Result(unittest.TestResult):
        """Tells the runner about each test; a test with a failing subtest fails."""

        def startTest(self, test):
            super().startTest(test)
            self.problem = None
            say('start', short_id(test, name), position.get(id(test), -1))

        def stopTest(self, test):
            super().stopTest(test)
            outcome, detail = self.problem or ('none', '')
            say('result', short_id(test, name), outcome, detail)

        def addSuccess(self, test):
            if self.problem is None:
                self.problem = ('ok', '')

        def addExpectedFailure(self, test, err):
            if self.problem is None:
                self.problem = ('ok', '')

        def addUnexpectedSuccess(self, test):
            self.problem = ('fail', 'unexpected success')

        def addSkip(self, test, reason):
            if type(test).__name__ == '_ErrorHolder':
                say('fixture', test.id(), 'skipped: %s' % reason)
            elif self.problem is None:
                self.problem = ('skip', reason)

        def addFailure(self, test, err):
            self.note('fail', test, err)

        def addError(self, test, err):
            self.note('error', test, err)

        def addSubTest(self, test, subtest, err):
            if err is not None:
                self.note('fail', test, err)

        def note(self, kind, test, err):
            detail = line_of(err[0], err[1])
            if type(test).__name__ == '_ErrorHolder':
                say('fixture', test.id(), detail)
            elif self.problem is None or self.problem[0] == 'ok':
                self.problem = (kind, detail)

    # The suite would drop each test after it has run, and another could get its identity.
    suite = unittest.TestSuite(tests[first:])
    suite._cleanup = False
    suite.run(Result())
    say('end')


if __name__ == '__main__':
    main()
