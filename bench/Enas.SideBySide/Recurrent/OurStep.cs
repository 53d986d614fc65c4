using Enas.Backends.Cpu;
using Enas.Pipeline.Spaces.RnnCell;
using Enas.Pipeline.Tensors;

namespace Enas.SideBySide.Recurrent;

/// <summary>The step on the tensor port, as the supernet makes it.</summary>
internal sealed class OurStep : ISide
{
    private readonly StepSize _size;
    private readonly RnnCellSpace _space;
    private readonly CpuBackend _backend;
    private readonly Tensor _embedding;
    private readonly Tensor _bias;
    private readonly Tensor _input;
    private readonly Tensor _state;
    private readonly Tensor[][] _edges;
    private readonly float[] _carried;
    private double _loss;
    private double _norm;

    public OurStep(StepSize size, int threads)
    {
        (_size, _space) = (size, size.Space());
        _backend = new CpuBackend(threads);
        var h = size.Hidden;
        _embedding = Parameter("embedding", new TensorShape(size.Words, h));
        _bias = Parameter("bias", new TensorShape(1, size.Words));
        _input = Parameter("x", new TensorShape(h, 2 * h));
        _state = Parameter("h", new TensorShape(h, 2 * h));
        _edges = [.. Enumerable.Range(0, size.Nodes).Select(node => Enumerable.Range(0, node).Select(from =>
            Parameter($"node{node}/from{from}", new TensorShape(h, 2 * h))).ToArray())];
        _carried = new float[StepSize.Batch * h];
    }

    public void Run(int number)
    {
        var cell = StepSize.Cell(_space, number);
        var (inputs, targets) = _size.Tokens(number);
        Tensor[] nodes = [.. Enumerable.Range(1, cell.NodeCount - 1).Select(node => _edges[node][cell.Sources[node]])];
        Tensor[] active = [_embedding, _bias, _input, _state, .. nodes];
        using var scope = _backend.BeginStep(recordGradients: true);
        var states = scope.RecurrentCell(new RecurrentCellInputs
        {
            TimeSteps = StepSize.TimeSteps,
            Batch = StepSize.Batch,
            Sources = cell.Sources,
            Activations = cell.Activations,
            OutputNodes = _space.OutputNodes(cell),
            Input = scope.Embedding(_embedding, inputs),
            InitialState = scope.Constant(_carried, new TensorShape(StepSize.Batch, _size.Hidden)),
            InputWeight = _input,
            StateWeight = _state,
            NodeWeights = nodes,
        });
        var sum = scope.TiedCrossEntropy(states, _embedding, _bias, targets);
        scope.Backward(scope.WeightedSum([sum], [1f / targets.Length]));
        _loss = scope.ReadScalar(sum) / (double)targets.Length;
        _norm = scope.GradientNorm(active);
        var scale = _norm > StepSize.ClipNorm ? StepSize.ClipNorm / _norm : 1;
        scope.Read(scope.SliceRows(states, (StepSize.TimeSteps - 1) * StepSize.Batch, StepSize.Batch), _carried);
        _backend.SgdStep(scope, active, (float)StepSize.LearningRate, (float)scale, l2: 0);
    }

    public double[] Results() => [_loss, _norm];

    public void Dispose() => _backend.Dispose();

    private Tensor Parameter(string key, TensorShape shape)
    {
        var parameter = _backend.CreateParameter(key, shape);
        _backend.Write(parameter, StepSize.Weight(key, checked((int)shape.ElementCount)));
        return parameter;
    }
}
