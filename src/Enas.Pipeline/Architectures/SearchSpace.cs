using System.Numerics;
using System.Text.Encodings.Web;
using Enas.Pipeline.Numerics;

namespace Enas.Pipeline.Architectures;

/// <summary>
/// A search space: an ordered list of decisions. An architecture is one value per decision; its canonical token string names it everywhere.
/// </summary>
public abstract class SearchSpace
{
    /// <summary>The space's name in job files and facts.</summary>
    public abstract string Kind { get; }

    /// <summary>The decisions in sampling order.</summary>
    public abstract IReadOnlyList<Decision> Decisions { get; }

    /// <summary>Number of integers in a canonical token string.</summary>
    public abstract int TokenCount { get; }

    /// <summary>What each token of a canonical token string stands for, by places; the official dialect where a
    /// space has several.</summary>
    public IEnumerable<TokenMeaning> TokenMeanings =>
        from decision in Decisions.OrderBy(decision => decision.Place)
        from option in decision.Tokens.Zip(decision.Options)
        select new TokenMeaning(decision.Place, option.First, decision.Name, option.Second);

    /// <summary>The names of all operations that decisions can take, each once, in the order of their first appearance.</summary>
    public IReadOnlyList<string> OperationOptions =>
        [.. Decisions.Where(decision => decision.Role == DecisionRole.Operation)
            .SelectMany(decision => decision.Options).Distinct(StringComparer.Ordinal)];

    /// <summary>The space as differentiable strategies weigh it; every decision alone where the space says nothing else.</summary>
    public virtual Relaxation Relaxation => Relaxation.OneByOne(this);

    /// <summary>Whether some decisions are open only where others were made in some way.</summary>
    public virtual bool HasConditions => false;

    /// <summary>Whether a decision is open: one that is not changes nothing and has the value 0.</summary>
    /// <param name="decision">Its number.</param>
    /// <param name="values">Values of all decisions; only those of earlier ones are looked at.</param>
    public virtual bool IsOpen(int decision, IReadOnlyList<int> values) => true;

    /// <summary>
    /// What a space can do that others cannot: an LSTM policy's own walk through it, networks of its architectures. Whoever wants that asks
    /// here and knows no space; null where this one has it not. A space that wraps another can hand the question on.
    /// </summary>
    /// <typeparam name="T">What is asked for.</typeparam>
    public virtual T? Offer<T>()
        where T : class => this as T;

    /// <summary>Number of distinct architectures.</summary>
    public virtual BigInteger Size => Decisions.Aggregate(BigInteger.One, (size, decision) => size * decision.OptionCount);

    /// <summary>The entropy of an architecture while every option is equally likely, in nats.</summary>
    /// <param name="ofSampledOption">Count -p log p of the option that was drawn alone, as the official code of ENAS does.</param>
    public virtual double UniformEntropy(bool ofSampledOption) =>
        Decisions.Sum(decision => ExactMath.Log(decision.OptionCount) / (ofSampledOption ? decision.OptionCount : 1));

    /// <summary>The architecture with these values, one per decision. Throws <see cref="ArgumentOutOfRangeException"/>
    /// outside the space.</summary>
    public Architecture FromValues(IReadOnlyList<int> values)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Count, Decisions.Count);
        for (var i = 0; i < values.Count; i++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(values[i]);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(values[i], Decisions[i].OptionCount);
        }

        var copy = values.ToArray();
        for (var i = 0; i < copy.Length && HasConditions; i++)
        {
            copy[i] = IsOpen(i, copy) ? copy[i] : 0;
        }

        return new Architecture(copy, Print(copy));
    }

    /// <summary>The architecture of a canonical token string. Throws <see cref="ArchitectureFormatException"/>.</summary>
    public abstract Architecture Parse(string tokens);

    /// <summary>An architecture as a graph, for drawings. Where a space says nothing better: its decisions one after the other, with what
    /// was chosen.</summary>
    public virtual ArchitectureGraph GraphOf(Architecture architecture) => new(
        [.. Decisions.Zip(architecture.Values, (decision, value) => $"{decision.Name} = {decision.Options[value]}")],
        [.. Enumerable.Range(1, Math.Max(0, Decisions.Count - 1)).Select(node => new ArchitectureEdge(node - 1, node, string.Empty))]);

    /// <summary>What was chosen, by decision, of those that are open; the options as JSON: a skip as true or false, others by their
    /// names.</summary>
    public virtual IReadOnlyList<(string Decision, string Json)> ChoicesOf(Architecture architecture) =>
    [
        .. from decision in Decisions.Index()
           where IsOpen(decision.Index, architecture.Values)
           let value = architecture.Values[decision.Index]
           select (decision.Item.Name, decision.Item.Role == DecisionRole.Skip ? value == 0 ? "false" : "true"
               : $"\"{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(decision.Item.Options[value])}\""),
    ];

    /// <summary>The canonical token string of values that lie in the space.</summary>
    protected abstract string Print(IReadOnlyList<int> values);
}
