# Whose frame a comprehension runs in.
import sys
[sys._getframe().f_code.co_name for _ in [1]]
[sys._getframe().f_locals['x'] for x in [5]]
list(sys._getframe().f_code.co_name for _ in [1])
def inside(): return [sys._getframe().f_code.co_name for _ in [1]], (lambda: {sys._getframe().f_code.co_name for _ in [1]})()
inside()
