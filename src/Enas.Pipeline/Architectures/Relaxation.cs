namespace Enas.Pipeline.Architectures;

/// <summary>
/// A space as differentiable strategies see it: every option of every choice has a weight, and the weights of a choice add up to 1. Where
/// one option of each has all of it, that is an architecture of the space.
/// </summary>
public sealed class Relaxation
{
    private readonly SearchSpace _space;
    private readonly IReadOnlyList<(int One, int Other)> _apart;

    /// <summary>A relaxation of a space.</summary>
    /// <param name="space">The space whose decisions become mixtures.</param>
    /// <param name="groups">The decisions of each choice; each decision of the space stands in exactly one.</param>
    /// <param name="apart">
    /// Pairs of choices, by number, which are to differ in their first decision where an architecture is made of weights: the two edges
    /// into a node. No choice is in two pairs.
    /// </param>
    public Relaxation(
        SearchSpace space, IEnumerable<IReadOnlyList<int>> groups, IReadOnlyList<(int One, int Other)>? apart = null)
    {
        (_space, _apart) = (space, apart ?? []);
        var (choices, first) = (new List<RelaxedChoice>(), 0);
        foreach (var group in groups)
        {
            var count = group.Aggregate(1, (product, decision) => checked(product * space.Decisions[decision].OptionCount));
            choices.Add(new(string.Join(" x ", group.Select(decision => space.Decisions[decision].Name)), group, first, count));
            first += count;
        }

        (Choices, OptionCount) = (choices, first);
        if (!choices.SelectMany(choice => choice.Decisions).Order().SequenceEqual(Enumerable.Range(0, space.Decisions.Count)))
        {
            throw new ArgumentException($"a relaxation of {space.Kind} names each decision once", nameof(groups));
        }
    }

    /// <summary>The relaxation in which every decision is a choice of its own.</summary>
    public static Relaxation OneByOne(SearchSpace space) =>
        new(space, Enumerable.Range(0, space.Decisions.Count).Select(decision => (IReadOnlyList<int>)[decision]));

    /// <summary>The choices.</summary>
    public IReadOnlyList<RelaxedChoice> Choices { get; }

    /// <summary>Options of all choices.</summary>
    public int OptionCount { get; }

    /// <summary>The architecture that takes one option of each choice.</summary>
    public Architecture ArchitectureOf(IReadOnlyList<int> options)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(options.Count, Choices.Count);
        var values = new int[_space.Decisions.Count];
        foreach (var (choice, option) in Choices.Zip(options))
        {
            var rest = option;
            for (var i = choice.Decisions.Count - 1; i >= 0; i--)
            {
                (rest, values[choice.Decisions[i]]) = Math.DivRem(rest, _space.Decisions[choice.Decisions[i]].OptionCount);
            }
        }

        return _space.FromValues(values);
    }

    /// <summary>The option of each choice that an architecture takes.</summary>
    public int[] OptionsOf(Architecture architecture) => [.. Choices.Select(choice => choice.Decisions.Aggregate(
        0, (option, decision) => (option * _space.Decisions[decision].OptionCount) + architecture.Values[decision]))];

    /// <summary>
    /// The option with the largest weight of each choice, the first of equal ones. Of two choices that are to stay apart it is the pair
    /// with the largest sum among those that do: the two strongest edges into a node, each as strong as its strongest operation (DARTS,
    /// section 2.3).
    /// </summary>
    /// <param name="weights">One for each option of all choices.</param>
    public int[] Strongest(IReadOnlyList<double> weights)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(weights.Count, OptionCount);
        int[] strongest = [.. Choices.Select(choice =>
            Enumerable.Range(0, choice.OptionCount).MaxBy(option => weights[choice.First + option]))];
        foreach (var (one, other) in _apart)
        {
            (strongest[one], strongest[other]) = StrongestApart(Choices[one], Choices[other], weights);
        }

        return strongest;
    }

    private (int One, int Other) StrongestApart(RelaxedChoice one, RelaxedChoice other, IReadOnlyList<double> weights)
    {
        var (best, chosen) = (double.NegativeInfinity, (0, 0));
        for (var i = 0; i < one.OptionCount; i++)
        {
            for (var j = 0; j < other.OptionCount; j++)
            {
                var sum = weights[one.First + i] + weights[other.First + j];
                if (FirstValue(one, i) != FirstValue(other, j) && sum > best)
                {
                    (best, chosen) = (sum, (i, j));
                }
            }
        }

        return chosen;
    }

    private int FirstValue(RelaxedChoice choice, int option) =>
        option / (choice.OptionCount / _space.Decisions[choice.Decisions[0]].OptionCount);
}
