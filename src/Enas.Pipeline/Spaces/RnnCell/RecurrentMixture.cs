using Enas.Pipeline.Networks;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Spaces.RnnCell;

/// <summary>
/// The recurrent cell as a mixture (docs/algorithms.md#mixtures): each node is the weighted sum over its sources and activations of what
/// the node would be with them, with the weights that path mode has. Where the output is the mean of the loose ends, each node counts in it
/// as far as nothing reads it. Weights of options that do not run are not created.
/// </summary>
internal sealed class RecurrentMixture : RecurrentBody
{
    private readonly RnnCellSpace _space;
    private readonly MixtureGates _gates;
    private readonly Mixture _mixture;
    private readonly int[]? _path;
    private readonly Tensor?[] _inputs;
    private readonly Tensor?[] _states;

    // Of node l from source i under activation k: [l][i][k].
    private readonly Tensor?[][][] _edges;

    public RecurrentMixture(
        WeightStore store, RecurrentNetworkOptions options, RnnCellSpace space, MixtureGates gates, Mixture mixture, int vocabularySize)
        : base(store, options, vocabularySize)
    {
        (_space, _gates, _mixture) = (space, gates, mixture);
        _path = mixture.Path is { } path ? gates.Relaxation.OptionsOf(path) : null;
        _inputs = First("x");
        _states = First("h");
        _edges = [.. Enumerable.Range(0, space.NodeCount).Select(node => Enumerable.Range(0, node).Select(source => Edge(node, source))
            .ToArray())];
        AddNorms(space.NodeCount);
    }

    private int ActivationCount => _space.Activations.Count;

    private IReadOnlyList<Activation> FirstActivations => _space.FirstActivation is { } only ? [only] : _space.Activations;

    /// <inheritdoc />
    public override Tensor Run(IStepScope scope, RecurrentRun run)
    {
        var step = new Step(scope, _gates.In(scope, _mixture), run);
        var products = new Products();
        var projected = _inputs.Select(weight => weight is null ? null
            : products.Of(weight, () => scope.MatMul(run.Input, weight))).ToArray();
        var output = OutputWeights(step);
        var (state, outputs) = (run.InitialState, new List<Tensor>(run.Window.TimeSteps));
        for (var t = 0; t < run.Window.TimeSteps; t++)
        {
            List<Tensor> nodes = [FirstNode(step, projected, t, state)];
            for (var node = 1; node < _space.NodeCount; node++)
            {
                nodes.Add(Node(step, node, nodes));
            }

            state = Output(scope, nodes, output);
            outputs.Add(state);
        }

        return scope.ConcatRows(outputs);
    }

    private Tensor?[] First(string input) => [.. FirstActivations.Select((activation, option) =>
        _space.FirstActivation is null && !Runs(0, option) ? null
            : Add(RecurrentWeightKeys.First(input, Options.Sharing, activation), Product))];

    private Tensor?[] Edge(int node, int source) => [.. _space.Activations.Select((activation, k) =>
        Runs(_space.ChoiceOf(node), (source * ActivationCount) + k)
            ? Add(RecurrentWeightKeys.Edge(node, source, Options.Sharing, activation), Product) : null)];

    private bool Runs(int choice, int option) => _path is null || _path[choice] == option;

    private Tensor FirstNode(Step step, Tensor?[] projected, int t, Tensor state)
    {
        var (scope, batch) = (step.Scope, step.Run.Window.Batch);
        var parts = new List<Tensor>();
        var products = new Products();
        foreach (var (k, weight) in _states.Index().Where(one => one.Item is not null))
        {
            var product = products.Of(weight!, () => Normed(scope, 0, scope.Add(
                scope.SliceRows(projected[k]!, t * batch, batch), scope.MatMul(step.Masked(state), weight!))));
            parts.Add(Highway(scope, product, state, FirstActivations[k]));
        }

        return _space.FirstActivation is null ? step.Gates.Mix(0, parts) : parts[0];
    }

    private Tensor Node(Step step, int node, List<Tensor> nodes)
    {
        var parts = new List<Tensor>();
        for (var source = 0; source < node; source++)
        {
            var (carried, products) = (nodes[source], new Products());
            foreach (var (k, weight) in _edges[node][source].Index().Where(one => one.Item is not null))
            {
                var product = products.Of(weight!, () => Normed(step.Scope, node, step.Scope.MatMul(step.Masked(carried), weight!)));
                parts.Add(Highway(step.Scope, product, carried, _space.Activations[k]));
            }
        }

        return step.Gates.Mix(_space.ChoiceOf(node), parts);
    }

    private Tensor Normed(IStepScope scope, int node, Tensor product) => NodeGammas.Count == 0 ? product
        : scope.BatchNorm(product, NodeGammas[node], NodeBetas[node], (float)Options.BatchNormEpsilon);

    private static Tensor Highway(IStepScope scope, Tensor product, Tensor carried, Activation activation)
    {
        var width = carried.Shape.Columns;
        var gate = scope.Sigmoid(scope.SliceColumns(product, 0, width));
        var candidate = scope.Activate(scope.SliceColumns(product, width, width), activation);
        return scope.Add(carried, scope.Multiply(gate, scope.Subtract(candidate, carried)));
    }

    // Where it does not depend on the mixture, the mean of fixed nodes; else one weight for each node.
    private (IReadOnlyList<int> Nodes, Tensor? Weights) OutputWeights(Step step)
    {
        if (_mixture.Path is { } path)
        {
            return (_space.OutputNodes(_space.Cell(path)), null);
        }

        if (_space.FixedOutput is { } fixedNodes)
        {
            return (fixedNodes, null);
        }

        var scope = step.Scope;
        var loose = scope.ConcatColumns([.. Enumerable.Range(0, _space.NodeCount).Select(node =>
            Looseness.Of(scope, Enumerable.Range(node + 1, _space.NodeCount - node - 1).Select(reader =>
                step.Gates.Columns(_space.ChoiceOf(reader), node * ActivationCount, ActivationCount)))
            ?? scope.Constant([1], new TensorShape(1, 1)))]);
        var sum = scope.Sum(loose);
        return ([.. Enumerable.Range(0, _space.NodeCount)], scope.Multiply(loose, scope.Exp(scope.Affine(scope.Log(sum), -1, 0))));
    }

    private Tensor Output(IStepScope scope, List<Tensor> nodes, (IReadOnlyList<int> Nodes, Tensor? Weights) of)
    {
        var parts = of.Nodes.Select(node => nodes[node]).ToArray();
        var equal = new float[parts.Length];
        Array.Fill(equal, 1f / parts.Length);
        var output = of.Weights is { } weights ? scope.MixedSum(parts, weights) : scope.WeightedSum(parts, equal);
        if (AverageGamma is { } gamma)
        {
            output = scope.BatchNorm(output, gamma, AverageBeta!, (float)Options.BatchNormEpsilon);
        }

        return Options.HiddenNormLimit > 0 ? scope.LimitRowNorm(output, (float)Options.HiddenNormLimit) : output;
    }

    private sealed record Step(IStepScope Scope, StepGates Gates, RecurrentRun Run)
    {
        public Tensor Masked(Tensor a) => Run.HiddenMask is { } mask ? Scope.Multiply(a, mask) : a;
    }

    /// <summary>The product with the last weight: activations that share a weight share it.</summary>
    private sealed class Products
    {
        private Tensor? _weight;
        private Tensor? _product;

        public Tensor Of(Tensor weight, Func<Tensor> product)
        {
            if (!ReferenceEquals(weight, _weight))
            {
                (_weight, _product) = (weight, product());
            }

            return _product!;
        }
    }
}
