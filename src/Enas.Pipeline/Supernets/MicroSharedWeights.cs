using Enas.Pipeline.Data.Images;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Spaces;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Supernets;

/// <summary>The supernet of cells (algorithms dossier 3.1): a branch has weights of its own for each entry that it can read.</summary>
public sealed class MicroSharedWeights(
    ITensorBackend backend, MicroCnnSpace space, ImageNetworkOptions options, ImageBatches batches, ImageMeasurement measurement, ulong seed)
    : ImageSharedWeights(backend, options, batches, measurement, seed)
{
    private readonly ImageNetworkOptions _network = options;
    private readonly int _classCount = batches.Corpus.ClassCount;

    private protected override ImageGraph GraphOf(Architecture architecture) => new MicroCnnGraph(space.Network(architecture), _network, _classCount);
}
