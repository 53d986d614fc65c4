using Enas.Pipeline.Numerics;

namespace Enas.Pipeline.Tasks.Text;

/// <summary>
/// A unifilar probabilistic finite automaton: in state s it emits one of <c>Branches</c> distinct words, and the state that follows is a
/// function of (s, word). So whoever knows one state and reads along knows all later ones, and the entropy rate of the language is
/// Σ_s π(s) H(word | s), exactly (π: the stationary distribution; Shannon 1948, section 7). All arrays are [States · Branches].
/// </summary>
internal sealed class WordAutomaton
{
    private const int PowerIterations = 100_000;
    private const int StepsBetweenLooks = 1 << 16;
    private const double PowerTolerance = 1e-15;

    private readonly int[] _words;
    private readonly int[] _next;
    private readonly double[] _probabilities;
    private readonly double[] _cumulative;
    private double[]? _stationary;

    /// <summary>An automaton of these tables: branch j of state s is element s · branches + j.</summary>
    /// <exception cref="ArgumentException">Lengths, word or state numbers out of range, or a state that emits one word twice.</exception>
    public WordAutomaton(int states, int vocabulary, int branches, int[] words, int[] next, double[] probabilities)
    {
        States = states;
        Vocabulary = vocabulary;
        Branches = branches;
        _words = words;
        _next = next;
        _probabilities = probabilities;
        Check();
        _cumulative = new double[probabilities.Length];
        for (var i = 0; i < probabilities.Length; i++)
        {
            _cumulative[i] = probabilities[i] + (i % branches == 0 ? 0 : _cumulative[i - 1]);
        }
    }

    public int States { get; }

    /// <summary>Number of words V.</summary>
    public int Vocabulary { get; }

    public int Branches { get; }

    /// <summary>π, [States], by power iteration in a fixed order; meaningful where <see cref="IsErgodic"/>.</summary>
    public IReadOnlyList<double> StationaryDistribution => Stationary();

    /// <summary>Σ π(s) H(word | s) in nats a token.</summary>
    public double EntropyRate()
    {
        var pi = Stationary();
        var rate = 0.0;
        for (var i = 0; i < _probabilities.Length; i++)
        {
            rate += pi[i / Branches] * Surprise(_probabilities[i]);
        }

        return rate;
    }

    /// <summary>exp of the entropy of one word without any context.</summary>
    public double UnigramPerplexity()
    {
        var pi = Stationary();
        var shares = new double[Vocabulary];
        for (var i = 0; i < _probabilities.Length; i++)
        {
            shares[_words[i]] += pi[i / Branches] * _probabilities[i];
        }

        var entropy = 0.0;
        foreach (var share in shares)
        {
            entropy += Surprise(share);
        }

        return ExactMath.Exp(entropy);
    }

    /// <summary>True when every state reaches every other one and the lengths of the ways have no common factor.</summary>
    public bool IsErgodic() => Ergodicity.Holds(States, Branches, _next);

    /// <summary>
    /// A walk of <paramref name="count"/> words from a stationary start: word i by uniform i of the stream at step 0, the start by uniform
    /// 0 at step 1.
    /// </summary>
    /// <exception cref="OperationCanceledException">A stop was asked for on the way.</exception>
    public int[] Walk(RandomStream stream, int count, CancellationToken stop = default)
    {
        var tokens = new int[count];
        var state = StartState(stream);
        for (var i = 0; i < count; i++)
        {
            if (i % StepsBetweenLooks == 0)
            {
                stop.ThrowIfCancellationRequested();
            }

            var branch = Choose(_cumulative.AsSpan(state * Branches, Branches), stream.Uniform(0, 0, i));
            tokens[i] = _words[(state * Branches) + branch];
            state = _next[(state * Branches) + branch];
        }

        return tokens;
    }

    /// <summary>The state in which <see cref="Walk"/> starts.</summary>
    public int StartState(RandomStream stream)
    {
        var pi = Stationary();
        var u = stream.Uniform(1, 0, 0);
        var sum = 0.0;
        for (var state = 0; state < States - 1; state++)
        {
            sum += pi[state];
            if (u < sum)
            {
                return state;
            }
        }

        return States - 1;
    }

    /// <summary>Mean of -ln p over the words when the start is known, in nats a token; +∞ where the automaton cannot emit them.</summary>
    public double LogLoss(ReadOnlySpan<int> tokens, int startState)
    {
        var state = startState;
        var loss = 0.0;
        foreach (var token in tokens)
        {
            var branch = _words.AsSpan(state * Branches, Branches).IndexOf(token);
            if (branch < 0)
            {
                return double.PositiveInfinity;
            }

            loss -= ExactMath.Log(_probabilities[(state * Branches) + branch]);
            state = _next[(state * Branches) + branch];
        }

        return loss / tokens.Length;
    }

    /// <summary>-p ln p, 0 at p = 0.</summary>
    private static double Surprise(double p) => p > 0 ? -p * ExactMath.Log(p) : 0;

    private static int Choose(ReadOnlySpan<double> cumulative, double u)
    {
        var branch = 0;
        while (branch < cumulative.Length - 1 && u >= cumulative[branch])
        {
            branch++;
        }

        return branch;
    }

    /// <summary>Works out the stationary distribution, which takes long where there are many states.</summary>
    /// <exception cref="OperationCanceledException">A stop was asked for before it was found.</exception>
    internal void Settle(CancellationToken stop) => Stationary(stop);

    private double[] Stationary(CancellationToken stop = default)
    {
        if (_stationary is not null)
        {
            return _stationary;
        }

        var pi = new double[States];
        Array.Fill(pi, 1.0 / States);
        for (var iteration = 0; iteration < PowerIterations; iteration++)
        {
            stop.ThrowIfCancellationRequested();
            var following = new double[States];
            for (var i = 0; i < _probabilities.Length; i++)
            {
                following[_next[i]] += pi[i / Branches] * _probabilities[i];
            }

            var change = 0.0;
            for (var state = 0; state < States; state++)
            {
                change += Math.Abs(following[state] - pi[state]);
            }

            pi = following;
            if (change < PowerTolerance)
            {
                break;
            }
        }

        return _stationary = pi;
    }

    private void Check()
    {
        var size = States * Branches;
        if (States < 1 || Branches < 1 || _words.Length != size || _next.Length != size || _probabilities.Length != size)
        {
            throw new ArgumentException(
                $"The tables of an automaton of {States} states and {Branches} branches hold {size} elements each.");
        }

        for (var i = 0; i < size; i++)
        {
            var earlier = _words.AsSpan(i - (i % Branches), i % Branches);
            if ((uint)_words[i] >= (uint)Vocabulary || (uint)_next[i] >= (uint)States || earlier.Contains(_words[i]))
            {
                throw new ArgumentException($"Branch {i % Branches} of state {i / Branches}: "
                    + $"word {_words[i]} or state {_next[i]} is out of range, or the word occurs twice.");
            }
        }
    }
}
