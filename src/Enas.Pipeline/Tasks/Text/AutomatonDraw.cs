using Enas.Pipeline.Numerics;
using Enas.Pipeline.Tasks.Folders;

namespace Enas.Pipeline.Tasks.Text;

/// <summary>
/// Draws the tables of a generated language. Every word is dealt to at least one state; one branch of each state follows a random round
/// trip through all states, so that no state is lost, the others lead anywhere. What is not ergodic all the same is drawn again.
/// </summary>
/// <remarks>Draws: step = attempt; samples 0 words dealt, 1 round trip, 2 order of a state's words, 3 round-trip branch, 4 other branches,
/// 5 + s the words that fill up state s.</remarks>
internal static class AutomatonDraw
{
    private const int Attempts = 1000;

    /// <summary>The first ergodic automaton of the stream.</summary>
    /// <exception cref="DataException">None in 1000 attempts: two states that can only alternate, for example.</exception>
    /// <exception cref="OperationCanceledException">A stop was asked for before there was one.</exception>
    public static WordAutomaton Draw(RandomStream stream, int states, int vocabulary, int branches, CancellationToken stop = default)
    {
        var probabilities = Probabilities(states, branches);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            stop.ThrowIfCancellationRequested();
            var next = NextStates(stream, attempt, states, branches);
            if (Ergodicity.Holds(states, branches, next))
            {
                var words = Words(stream, attempt, states, vocabulary, branches, stop);
                return new WordAutomaton(states, vocabulary, branches, words, next, probabilities);
            }
        }

        throw new DataException(DataErrorKind.Unusable, $"Generated language: "
            + $"no ergodic automaton of {states} states and {branches} branches in {Attempts} attempts. Use more branches.");
    }

    /// <summary>2^-i normalised, the same in every state.</summary>
    private static double[] Probabilities(int states, int branches)
    {
        var (own, half, total) = (new double[branches], 1.0, 0.0);
        for (var branch = 0; branch < branches; branch++)
        {
            own[branch] = half;
            total += half;
            half /= 2;
        }

        var probabilities = new double[states * branches];
        for (var i = 0; i < probabilities.Length; i++)
        {
            probabilities[i] = own[i % branches] / total;
        }

        return probabilities;
    }

    private static int[] NextStates(RandomStream stream, int attempt, int states, int branches)
    {
        var trip = Shuffled(stream, attempt, 1, states);
        var next = new int[states * branches];
        for (var i = 0; i < next.Length; i++)
        {
            next[i] = stream.Below(states, attempt, 4, i);
        }

        for (var stop = 0; stop < states; stop++)
        {
            var branch = stream.Below(branches, attempt, 3, stop);
            next[(trip[stop] * branches) + branch] = trip[(stop + 1) % states];
        }

        return next;
    }

    private static int[] Words(RandomStream stream, int attempt, int states, int vocabulary, int branches, CancellationToken stop)
    {
        var deck = Shuffled(stream, attempt, 0, vocabulary);
        var words = new int[states * branches];
        var isDealt = new bool[vocabulary];
        for (var state = 0; state < states; state++)
        {
            stop.ThrowIfCancellationRequested();
            var own = words.AsSpan(state * branches, branches);
            var count = 0;
            for (var card = state; card < vocabulary; card += states)
            {
                isDealt[own[count++] = deck[card]] = true;
            }

            for (var draw = 0L; count < branches; draw++)
            {
                var word = stream.Below(vocabulary, attempt, 5 + state, draw);
                if (!isDealt[word])
                {
                    isDealt[own[count++] = word] = true;
                }
            }

            foreach (var word in own)
            {
                isDealt[word] = false;
            }

            Shuffle(own, stream, attempt, 2, (long)state * branches);
        }

        return words;
    }

    private static int[] Shuffled(RandomStream stream, int attempt, int sample, int count)
    {
        var items = Enumerable.Range(0, count).ToArray();
        Shuffle(items, stream, attempt, sample, 0);
        return items;
    }

    /// <summary>Fisher and Yates, from the end; position i uses draw firstDraw + i.</summary>
    private static void Shuffle(Span<int> items, RandomStream stream, int attempt, int sample, long firstDraw)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var other = stream.Below(i + 1, attempt, sample, firstDraw + i);
            (items[i], items[other]) = (items[other], items[i]);
        }
    }
}
