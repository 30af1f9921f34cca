# Whose frame a comprehension runs in.
import sys
[sys._getframe().f_code.co_name for _ in [1]]
[sys._getframe().f_locals['x'] for x in [5]]
list(sys._getframe().f_code.co_name for _ in [1])
def inside(): return [sys._getframe().f_code.co_name for _ in [1]], (lambda: {sys._getframe().f_code.co_name for _ in [1]})()
inside()
# What eval, exec and compile see of an inlined comprehension.
x = 7
[eval('x + 1') for x in [1]], x
[exec('unseen = x') for x in [1]], 'unseen' in globals()
class Body: y = 5; found = [eval('i') for i in [2]], [sorted(locals()) for i in [1]]
Body.found
names = compile('[v for v in w]', '', 'exec')
names.co_varnames, names.co_nlocals
