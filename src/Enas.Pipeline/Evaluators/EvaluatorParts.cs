using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Tasks.Tabular;

namespace Enas.Pipeline.Evaluators;

/// <summary>What an evaluator is made from.</summary>
public sealed record EvaluatorParts
{
    /// <summary>The job.</summary>
    public required JobOptions Job { get; init; }

    /// <summary>What the space's architectures are judged by.</summary>
    public required Measure Measure { get; init; }

    /// <summary>The shared weights; null where there are none.</summary>
    public ISharedWeights? Weights { get; init; }

    /// <summary>Who knows what is said of networks before any training; null where nobody is asked.</summary>
    public IProxyMeter? Proxies { get; init; }

    /// <summary>Whether the job has the work of evaluations counted.</summary>
    public bool CountsCosts { get; init; }

    /// <summary>What the shared weights of an architecture cost, where that is counted; else null.</summary>
    public ICostModel? Costs { get; init; }

    /// <summary>The same of a score, where its norm has other statistics than a reward's; else null.</summary>
    public ICostModel? ScoreCosts { get; init; }

    /// <summary>The evaluator that the space makes itself; null where it makes none.</summary>
    public IEvaluator? OfSpace { get; init; }

    /// <summary>The table of measured results; null where there is none.</summary>
    public ResultTable? Results { get; init; }
}
