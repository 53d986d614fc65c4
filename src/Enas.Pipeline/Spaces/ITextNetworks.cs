using Enas.Pipeline.Architectures;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Tasks.Text;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Spaces;

/// <summary>Numbers of the networks of a space on text, from shapes.</summary>
/// <param name="Supernet">Weights that a supernet can ever use.</param>
/// <param name="Final">Weights of one fixed network.</param>
/// <param name="BatchNorm">Scales and shifts of batch norm, which the other numbers leave out, as published ones do.</param>
/// <param name="KeptOfToken">Values that a step keeps of each token for its way back, about.</param>
internal sealed record TextNetworkCounts(long Supernet, long Final, long BatchNorm, long KeptOfToken);

/// <summary>The networks on text of one space: what the space says of them, once. Whatever trains, counts or estimates them asks this, and
/// knows no space.</summary>
internal interface ITextNetworks
{
    /// <summary>The networks of a space.</summary>
    /// <exception cref="NotSupportedException">Its architectures are no networks on text.</exception>
    static ITextNetworks Of(SearchSpace space) => space.Offer<ITextSpace>()?.Networks
        ?? throw new NotSupportedException($"no network on text of a {space.Kind} space");

    /// <summary>Weights that all of them share, and the steps of one pass over the training text.</summary>
    (ISharedWeights Weights, int StepsPerEpoch) SharedWeights(ITensorBackend backend, JobOptions job, TokenCorpus corpus);

    /// <summary>One of them by itself.</summary>
    IFixedNetwork FixedNetwork(ITensorBackend backend, JobOptions job, TokenCorpus corpus, Architecture architecture);

    /// <summary>Steps of one by itself in one pass over the training text: those that the network would count.</summary>
    long StepsOfEpoch(JobOptions job, TokenCorpus corpus);

    /// <summary>What zero-cost proxies say of them.</summary>
    IProxyMeter Proxies(ITensorBackend backend, JobOptions job, TokenCorpus corpus);

    /// <summary>What they cost.</summary>
    /// <param name="network">Widths.</param>
    /// <param name="vocabularySize">Words.</param>
    ICostModel Costs(RecurrentNetworkOptions network, int vocabularySize);

    /// <summary>Their numbers.</summary>
    /// <param name="network">Widths.</param>
    /// <param name="vocabularySize">Words.</param>
    TextNetworkCounts Counts(RecurrentNetworkOptions network, int vocabularySize);
}

/// <summary>A space whose architectures are networks on text.</summary>
internal interface ITextSpace
{
    /// <summary>Its networks.</summary>
    ITextNetworks Networks { get; }
}
