namespace Enas.Pipeline.Tasks.Text;

/// <summary>Whether a walk over a directed graph forgets where it began. Edge j of state s leads to next[s · branches + j].</summary>
internal static class Ergodicity
{
    /// <summary>True when the graph is strongly connected and aperiodic (the greatest common divisor of its cycles is 1).</summary>
    public static bool Holds(int states, int branches, ReadOnlySpan<int> next)
    {
        var level = Levels(states, branches, next);
        if (Array.IndexOf(level, -1) >= 0 || !AllReachTheFirst(states, branches, next))
        {
            return false;
        }

        var period = 0;
        for (var i = 0; i < next.Length; i++)
        {
            period = GreatestCommonDivisor(period, Math.Abs(level[i / branches] + 1 - level[next[i]]));
        }

        return period == 1;
    }

    /// <summary>Distance of every state from state 0, -1 where there is no way.</summary>
    private static int[] Levels(int states, int branches, ReadOnlySpan<int> next)
    {
        var level = new int[states];
        Array.Fill(level, -1);
        level[0] = 0;
        var queue = new Queue<int>();
        queue.Enqueue(0);
        while (queue.TryDequeue(out var state))
        {
            foreach (var following in next.Slice(state * branches, branches))
            {
                if (level[following] < 0)
                {
                    level[following] = level[state] + 1;
                    queue.Enqueue(following);
                }
            }
        }

        return level;
    }

    private static bool AllReachTheFirst(int states, int branches, ReadOnlySpan<int> next)
    {
        var reaches = new bool[states];
        reaches[0] = true;
        var changed = true;
        while (changed)
        {
            changed = false;
            for (var i = 0; i < next.Length; i++)
            {
                if (reaches[next[i]] && !reaches[i / branches])
                {
                    reaches[i / branches] = true;
                    changed = true;
                }
            }
        }

        return Array.IndexOf(reaches, false) < 0;
    }

    private static int GreatestCommonDivisor(int a, int b)
    {
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return a;
    }
}
