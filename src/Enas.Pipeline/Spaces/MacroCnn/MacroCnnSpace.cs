using Enas.Pipeline.Architectures;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Options;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Spaces.MacroCnn;

/// <summary>
/// The space of whole networks (docs/algorithms.md#macro-space): each of L layers chooses an operation on the output of the layer before it
/// and, bit by bit, which earlier tensors it adds. With K operations there are K^L 2^(L(L-1)/2) networks; tokens are, layer by layer, the
/// operation's id and then the layer's bits.
/// </summary>
internal sealed class MacroCnnSpace : SearchSpace, IControlledSpace, IConvolutionalSpace
{
    /// <summary>The space's name in job files and facts.</summary>
    public const string Name = "macro-cnn";

    private readonly MacroOperation[] _operations;

    /// <summary>The space of networks of this many layers over these operations, in option order.</summary>
    public MacroCnnSpace(int layerCount, IReadOnlyList<MacroOperation> operations)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(layerCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(operations.Count, 1);
        LayerCount = layerCount;
        _operations = [.. operations];
        Decisions = [.. DecisionsOf()];
    }

    /// <inheritdoc />
    public override string Kind => Name;

    /// <summary>Layers L, the stem not counted.</summary>
    public int LayerCount { get; }

    /// <summary>The operations a layer can take, in option order.</summary>
    public IReadOnlyList<MacroOperation> Operations => _operations;

    /// <summary>The decisions in sampling order: within a layer the operation, then one bit per entry 0 .. l - 1.</summary>
    public override IReadOnlyList<Decision> Decisions { get; }

    /// <inheritdoc />
    public override int TokenCount => Decisions.Count;

    /// <summary>The number of the decision on a layer's operation; its bits follow it.</summary>
    public static int FirstDecisionOf(int layer) => layer + (layer * (layer - 1) / 2);

    /// <summary>The network that an architecture of this space describes.</summary>
    public MacroNetwork Network(Architecture architecture)
    {
        var layers = new MacroLayer[LayerCount];
        for (var layer = 0; layer < LayerCount; layer++)
        {
            var first = FirstDecisionOf(layer);
            layers[layer] = new MacroLayer(
                _operations[architecture.Values[first]],
                [.. Enumerable.Range(0, layer).Where(entry => architecture.Values[first + 1 + entry] == 1)]);
        }

        return new MacroNetwork(layers);
    }

    /// <inheritdoc />
    /// <remarks>The stem and the layers: an edge from the one before with the operation, and one for each skip.</remarks>
    public override ArchitectureGraph GraphOf(Architecture architecture)
    {
        var layers = Network(architecture).Layers;
        return new(
            ["stem", .. layers.Select((layer, number) => $"layer{number} = {MacroOperationNames.Of(layer.Operation)}")],
            [
                .. layers.Index().SelectMany(layer => (ArchitectureEdge[])
                [
                    new(layer.Index, layer.Index + 1, MacroOperationNames.Of(layer.Item.Operation)),
                    .. layer.Item.Skips.Select(entry => new ArchitectureEdge(entry, layer.Index + 1, "skip", "identity")),
                ]),
            ]);
    }

    /// <summary>The architecture of a network, which must lie in this space. Throws <see cref="ArchitectureFormatException"/>.</summary>
    public Architecture FromNetwork(MacroNetwork network)
    {
        if (network.Layers.Count != LayerCount)
        {
            throw new ArchitectureFormatException(
                $"the network has {Counted.Of(network.Layers.Count, "layer")}, the space has {LayerCount}");
        }

        var values = new int[Decisions.Count];
        for (var layer = 0; layer < LayerCount; layer++)
        {
            var first = FirstDecisionOf(layer);
            values[first] = OptionOf(network.Layers[layer].Operation, layer);
            foreach (var entry in network.Layers[layer].Skips)
            {
                values[first + 1 + entry] = entry >= 0 && entry < layer
                    ? 1
                    : throw new ArchitectureFormatException($"layer {layer}: a skip from entry {entry}; allowed: {Entries(layer)}");
            }
        }

        return FromValues(values);
    }

    /// <inheritdoc />
    public override Architecture Parse(string tokens)
    {
        var numbers = TokenNumbers.Parse(tokens);
        if (numbers.Length != TokenCount)
        {
            throw new ArchitectureFormatException($"{Counted.Of(numbers.Length, "token")}; a network of {LayerCount} layers "
                + $"has {TokenCount}: each layer's operation and then one bit for the stem and for each layer but the last before it");
        }

        for (var layer = 0; layer < LayerCount; layer++)
        {
            var first = FirstDecisionOf(layer);
            numbers[first] = OptionOf(Operation(numbers[first], layer), layer);
            for (var entry = 0; entry < layer; entry++)
            {
                if (numbers[first + 1 + entry] > 1)
                {
                    throw new ArchitectureFormatException(
                        $"layer {layer}: the bit of entry {entry} is {numbers[first + 1 + entry]}; allowed: 0 or 1");
                }
            }
        }

        return FromValues(numbers);
    }

    protected override string Print(IReadOnlyList<int> values)
    {
        var tokens = values.ToArray();
        for (var layer = 0; layer < LayerCount; layer++)
        {
            tokens[FirstDecisionOf(layer)] = (int)_operations[values[FirstDecisionOf(layer)]];
        }

        return string.Join(' ', tokens);
    }

    private static string Entries(int layer) => layer == 0 ? "none" : $"0 to {layer - 1}";

    private static MacroOperation Operation(int id, int layer) => id < MacroOperationNames.All.Count
        ? (MacroOperation)id
        : throw new ArchitectureFormatException($"layer {layer}: operation {id}; "
            + $"allowed: {string.Join(", ", MacroOperationNames.All.Select((name, number) => $"{number} {name}"))}");

    private int OptionOf(MacroOperation operation, int layer) => Array.IndexOf(_operations, operation) is >= 0 and var option
        ? option
        : throw new ArchitectureFormatException($"layer {layer}: {MacroOperationNames.Of(operation)} "
            + $"is not in this space; allowed: {string.Join(' ', _operations.Select(MacroOperationNames.Of))}");

    private IEnumerable<Decision> DecisionsOf()
    {
        string[] operations = [.. _operations.Select(MacroOperationNames.Of)];
        string[] ids = [.. _operations.Select(operation => TokenNumbers.Of((int)operation))];
        var place = 0;
        for (var layer = 0; layer < LayerCount; layer++)
        {
            yield return new Decision($"layer{layer}/operation", DecisionRole.Operation, operations) { Place = ++place, Tokens = ids };
            for (var entry = 0; entry < layer; entry++)
            {
                yield return new Decision($"layer{layer}/skip{entry}", DecisionRole.Skip, Decision.NoYes)
                {
                    Place = ++place,
                    Tokens = ["0", "1"],
                    SkipValue = 1
                };
            }
        }
    }

    ImageNetworkFamily IConvolutionalSpace.Networks => new MacroNetworkFamily(this);

    LstmPolicyShape IControlledSpace.PolicyShapeOf(PolicyOptions options) => new("operation", Operations.Count, HasAttention: true);

    PolicyWalk IControlledSpace.CreateWalk(IStepScope scope, LstmPolicyWeights weights, PolicyOptions options) =>
        new MacroCnnWalk(scope, weights, options, this);
}
