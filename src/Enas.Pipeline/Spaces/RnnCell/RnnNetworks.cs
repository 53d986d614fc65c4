using Enas.Pipeline.Architectures;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Tasks.Text;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Spaces.RnnCell;

/// <summary>The language models around the cells of a space.</summary>
internal sealed class RnnNetworks(RnnCellSpace space) : ITextNetworks
{
    // Of each node its product, gate and state; and of the words, their states and the decoder.
    private const int KeptOfNode = 3;
    private const int KeptBeside = 6;

    /// <inheritdoc />
    public (ISharedWeights Weights, int StepsPerEpoch) SharedWeights(ITensorBackend backend, JobOptions job, TokenCorpus corpus)
    {
        var weights = new RnnSharedWeights(backend, space, job, corpus);
        return (weights, weights.StepsPerEpoch);
    }

    /// <inheritdoc />
    public IFixedNetwork FixedNetwork(ITensorBackend backend, JobOptions job, TokenCorpus corpus, Architecture architecture) =>
        new RecurrentFixedNetwork(backend, space, job, corpus, architecture);

    /// <inheritdoc />
    public long StepsOfEpoch(JobOptions job, TokenCorpus corpus) => RecurrentFixedNetwork.WindowsOf(job, corpus).StepsIn(1);

    /// <inheritdoc />
    public IProxyMeter Proxies(ITensorBackend backend, JobOptions job, TokenCorpus corpus) =>
        new RecurrentProxies(backend, space, job.Train.Network, corpus, job.Seed);

    /// <inheritdoc />
    public ICostModel Costs(RecurrentNetworkOptions network, int vocabularySize) => new RecurrentCosts(space, network, vocabularySize);

    /// <inheritdoc />
    public TextNetworkCounts Counts(RecurrentNetworkOptions network, int vocabularySize) => new(
        RnnParameterCounts.Supernet(space, network, vocabularySize),
        RnnParameterCounts.Final(space, network, vocabularySize),
        RnnParameterCounts.BatchNorm(space, network),
        (long)network.Hidden * ((KeptOfNode * space.NodeCount) + KeptBeside));
}
