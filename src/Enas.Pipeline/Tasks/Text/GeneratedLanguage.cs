using Enas.Pipeline.Numerics;
using Enas.Pipeline.Options;
using Enas.Pipeline.Tasks.Folders;

namespace Enas.Pipeline.Tasks.Text;

/// <summary>
/// The built-in language: text from a random <see cref="WordAutomaton"/>, so that its true perplexity is known and a search can be judged
/// without any download. Branch i of a state has probability proportional to 2^-i. Everything is a function of the seed and the sizes.
/// </summary>
internal sealed class GeneratedLanguage
{
    /// <summary>The longest training text of a job: seconds to make, and 200 MB.</summary>
    public const int MostTokens = 50_000_000;

    /// <summary>The longest validation or test text of a job.</summary>
    public const int MostScoredTokens = 10_000_000;

    /// <summary>The most branches of all states together.</summary>
    private const int MostEdges = 1 << 20;
    private readonly ulong _seed;

    private GeneratedLanguage(ulong seed, WordAutomaton automaton)
    {
        _seed = seed;
        Automaton = automaton;
        Vocabulary = new Vocabulary(Enumerable.Range(0, automaton.Vocabulary).Select(WordNames.Of));
        EntropyRate = automaton.EntropyRate();
        PerplexityFloor = ExactMath.Exp(EntropyRate);
        UnigramPerplexity = automaton.UnigramPerplexity();
    }

    public WordAutomaton Automaton { get; }

    public Vocabulary Vocabulary { get; }

    /// <summary>Nats a token.</summary>
    public double EntropyRate { get; }

    /// <summary>exp(<see cref="EntropyRate"/>): no model's expected perplexity is below it.</summary>
    public double PerplexityFloor { get; }

    /// <summary>What the best model without context reaches.</summary>
    public double UnigramPerplexity { get; }

    /// <summary>The language of a seed.</summary>
    /// <exception cref="DataException">The sizes do not fit each other; the message names the option.</exception>
    public static GeneratedLanguage Create(ulong seed, int states, int vocabulary, int branches, CancellationToken stop = default)
    {
        CheckSizes(states, vocabulary, branches);
        var automaton = AutomatonDraw.Draw(new RandomStream(seed, "language/automaton"), states, vocabulary, branches, stop);
        automaton.Settle(stop);
        return new GeneratedLanguage(seed, automaton);
    }

    /// <summary>The corpus of a job's data options.</summary>
    /// <exception cref="DataException">The options do not fit each other; the message names the option.</exception>
    /// <exception cref="OperationCanceledException">A stop was asked for before it was made.</exception>
    public static TokenCorpus Load(ulong seed, DataOptions options, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Create(seed, options.States, options.Vocabulary, options.Branches, stop)
            .Corpus(options.TrainTokens, options.ValidTokens, options.TestTokens, stop);
    }

    /// <summary>Three independent walks: streams <c>language/train</c>, <c>language/valid</c> and <c>language/test</c>.</summary>
    /// <exception cref="DataException">A stream of fewer than two tokens.</exception>
    public TokenCorpus Corpus(int trainTokens, int validTokens, int testTokens, CancellationToken stop = default) =>
        new(Vocabulary, Walk("train", trainTokens, stop), Walk("valid", validTokens, stop), Walk("test", testTokens, stop), PerplexityFloor)
        {
            Names = new TokenSetNames("data.trainTokens", "data.validTokens", "data.testTokens"),
        };

    private static void CheckSizes(int states, int vocabulary, int branches)
    {
        Require(states >= 1, "data.states", states, "at least 1");
        Require(vocabulary >= 2, "data.vocabulary", vocabulary, "at least 2");
        Require(branches >= 2 && branches <= vocabulary, "data.branches", branches, $"2 to data.vocabulary ({vocabulary})");
        Require((long)states * branches >= vocabulary, "data.vocabulary",
            vocabulary, $"at most data.states x data.branches ({(long)states * branches}), or some words would never occur");
        Require((long)states * branches <= MostEdges, "data.states", states, $"at most {MostEdges / branches} with {branches} branches");
    }

    private static void Require(bool holds, string option, int value, string allowed)
    {
        if (!holds)
        {
            throw new DataException(DataErrorKind.Unusable, $"Generated language: {option} is {value}; allowed: {allowed}.");
        }
    }

    private int[] Walk(string split, int tokens, CancellationToken stop)
    {
        Require(tokens >= 2, $"data.{split}Tokens", tokens, "at least 2");
        return Automaton.Walk(new RandomStream(_seed, "language/" + split), tokens, stop);
    }
}
