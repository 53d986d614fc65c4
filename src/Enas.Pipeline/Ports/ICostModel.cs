using Enas.Pipeline.Architectures;

namespace Enas.Pipeline.Ports;

/// <summary>What the network of an architecture is.</summary>
/// <param name="Parameters">Weights that training has, an auxiliary head's too.</param>
/// <param name="MultiplyAdds">Multiplications with a weight for one item (an image, a token), forward, without an auxiliary head.</param>
public sealed record NetworkCounts(long Parameters, long MultiplyAdds);

/// <summary>What work was done with and what it cost.</summary>
/// <param name="Network">Parameters of the network that was run, and what one item costs in it.</param>
/// <param name="MultiplyAdds">Multiply-adds of the whole work.</param>
public sealed record WorkCost(NetworkCounts Network, long MultiplyAdds);

/// <summary>
/// What work with the network of an architecture costs: multiplications with a weight in the graph that is executed, times the items that
/// go through it, times 3 where it is trained: once forward, and backward one product each for the input's and for the weight's gradient
/// (docs/algorithms.md#cost). A whole number that depends on no machine, so it can be a fact.
/// </summary>
public interface ICostModel
{
    /// <summary>The network of an architecture.</summary>
    NetworkCounts CountsOf(Architecture architecture);

    /// <summary>The network of an architecture as it is used, without what only training has, such as an auxiliary head.</summary>
    NetworkCounts UsedCountsOf(Architecture architecture) => CountsOf(architecture);

    /// <summary>
    /// Multiply-adds of the network of an architecture to which every choice contributes what it costs by itself, wherever the space allows
    /// that: there also what no way from the input to the output passes is counted, so that the costs of choices add up.
    /// </summary>
    long AddedMultiplyAddsOf(Architecture architecture) => CountsOf(architecture).MultiplyAdds;

    /// <summary>Multiply-adds of training steps over so many items.</summary>
    long OfTraining(Architecture architecture, long items);

    /// <summary>Multiply-adds of one evaluation over so many items, with what it has to be prepared by.</summary>
    long OfEvaluation(Architecture architecture, long items);

    /// <summary>Training steps over so many items, with the network that they were made with.</summary>
    WorkCost Training(Architecture architecture, long items) => new(CountsOf(architecture), OfTraining(architecture, items));

    /// <summary>Training steps over so many items in which every option of every choice runs, with the network of all of them; null where
    /// there is none.</summary>
    WorkCost? MixtureTraining(long items) => null;

    /// <summary>An evaluation over so many items, with the network that it was made with.</summary>
    WorkCost Evaluation(Architecture architecture, long items) => new(CountsOf(architecture), OfEvaluation(architecture, items));
}
