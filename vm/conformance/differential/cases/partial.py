import functools, weakref, copy, collections
p = functools.partial(max, 1, key=abs)
weakref.ref(p)() is p
class S(functools.partial): pass
repr(S(len))
[copy.copy(p).args, list(copy.copy(p).keywords), copy.copy(p).__dict__]
p.__setstate__(())
p.__setstate__((max, (), {}))
p.__setstate__((max, [], {}, None))
p.__setstate__(3)
p.__setstate__((1, (), {}, None))
p.__setstate__((max, (functools.Placeholder,), {}, None))
p.__setstate__((max, (1,), None, {}))
(p.args, p.keywords, p.__dict__)
p.keywords[1] = 2
repr(p)
p()
P = collections.namedtuple('P', 'x')
P.__dict__['x'].__set__(P(1), 3)
