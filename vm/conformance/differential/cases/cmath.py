# cmath; finite results to 13 digits, as C libraries differ in the last
import cmath
inf = float('inf'); nan = float('nan')
S = [-inf, -2.5, -0.0, 0.0, 2.5, inf, nan]
F = [-1e308, -720.0, -1.5, -1.0, -1e-310, 0.0, 1e-200, 0.5, 1.0, 3.0, 709.5, 1e160, 1.7e308]
part = lambda x: '%.12e' % x if x == x else 'nan'
def attempt(f, *args):
    try: z = f(*args)
    except (ValueError, OverflowError) as error: return repr(error)
    return part(z.real) + ' ' + part(z.imag)
def table(f, values): return [attempt(f, complex(x, y)) for x in values for y in values]
table(cmath.acos, S)
table(cmath.acosh, S)
table(cmath.asin, S)
table(cmath.asinh, S)
table(cmath.atan, S)
table(cmath.atanh, S)
table(cmath.cos, S)
table(cmath.cosh, S)
table(cmath.exp, S)
table(cmath.log, S)
table(cmath.log10, S)
table(cmath.sin, S)
table(cmath.sinh, S)
table(cmath.sqrt, S)
table(cmath.tan, S)
table(cmath.tanh, S)
[attempt(cmath.rect, x, y) for x in S for y in S]
table(cmath.acos, F)
table(cmath.acosh, F)
table(cmath.asin, F)
table(cmath.asinh, F)
table(cmath.atan, F)
table(cmath.atanh, F)
table(cmath.cosh, F[1:11])
table(cmath.exp, F[1:11])
table(cmath.log, F)
table(cmath.log10, F)
table(cmath.sinh, F[1:11])
table(cmath.sqrt, F)
table(cmath.tanh, F[2:10])
table(cmath.cos, F[2:10]), table(cmath.sin, F[2:10]), table(cmath.tan, F[4:10])
[attempt(cmath.rect, x, y) for x in F for y in F[1:11]]
[cmath.phase(complex(x, y)) for x in S[:6] for y in S[:6]]
[cmath.polar(complex(x, y)) for x in S for y in S]
cmath.polar(complex(1.5e308, 1.5e308))
cmath.log(8, 2), cmath.log(-1), cmath.log(1j, 10)
cmath.log(2, 1)
cmath.log(0)
cmath.log(5, 0)
cmath.log()
cmath.isclose(1, 1 + 1e-10j), cmath.isclose(1, 1.1), cmath.isclose(1, 1.1, rel_tol=0.2), cmath.isclose(0, 1e-12j, abs_tol=1e-9), cmath.isclose(inf, inf), cmath.isclose(inf, 1), cmath.isclose(nan, nan)
cmath.isclose(1, 1, rel_tol=-1)
cmath.isclose(1, 1, 3)
[(f(complex(x, y))) for f in (cmath.isfinite, cmath.isinf, cmath.isnan) for x in S for y in S]
cmath.pi, cmath.e, cmath.tau, cmath.inf, cmath.infj, cmath.nan, cmath.nanj
cmath.sqrt('a')
cmath.sqrt(None)
cmath.sqrt(-4), cmath.sqrt(True), cmath.exp(0)
class C:
    def __complex__(self): return 3 + 4j
cmath.sqrt(C()), cmath.polar(C())
class D:
    def __complex__(self): return 3
cmath.sqrt(D())
class E:
    def __float__(self): return 4.0
cmath.sqrt(E())
class G:
    def __index__(self): return 9
cmath.sqrt(G())
cmath.rect(1)
cmath.rect(1, 2j)
cmath.sqrt(10**400)
sorted(n for n in dir(cmath) if not n.startswith('__'))
