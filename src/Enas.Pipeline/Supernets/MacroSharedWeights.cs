using Enas.Pipeline.Data.Images;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Spaces;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Supernets;

/// <summary>The supernet of whole networks (algorithms dossier 2.1).</summary>
public sealed class MacroSharedWeights(
    ITensorBackend backend, MacroCnnSpace space, ImageNetworkOptions options, ImageBatches batches, ImageMeasurement measurement, ulong seed)
    : ImageSharedWeights(backend, options, batches, measurement, seed)
{
    private readonly ImageNetworkOptions _network = options;
    private readonly int _classCount = batches.Corpus.ClassCount;

    private protected override ImageGraph GraphOf(Architecture architecture) => new MacroCnnGraph(space.Network(architecture), _network, _classCount);
}
