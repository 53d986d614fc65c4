using Enas.Pipeline.Tensors;

namespace Enas.Backends.Cpu.Tests;

/// <summary>Random recurrent cells, and batch norm in float64.</summary>
internal static class RecurrentReference
{
    public static Matrix BatchNorm(Matrix x, Matrix gamma, Matrix beta, double epsilon)
    {
        var mean = Enumerable.Range(0, x.Columns).Select(j => Enumerable.Range(0, x.Rows).Average(i => x[i, j])).ToArray();
        var variance = Enumerable.Range(0, x.Columns).Select(j => Enumerable.Range(0, x.Rows).Average(i => (x[i, j] - mean[j]) * (x[i, j] - mean[j]))).ToArray();
        return Matrix.Of(x.Rows, x.Columns, (i, j) => (gamma[0, j] * (x[i, j] - mean[j]) / Math.Sqrt(variance[j] + epsilon)) + beta[0, j]);
    }
}

/// <summary>One random cell with its values; every run makes its own parameters from them.</summary>
internal sealed class RandomCell
{
    private readonly int _time;
    private readonly int _batch;
    private readonly int _embedding;
    private readonly int _width;
    private readonly int[] _sources;
    private readonly Activation[] _activations;
    private readonly int[] _outputs;
    private readonly bool _masked;
    private readonly bool _batchNorm;
    private readonly float? _limit;
    private readonly float[][] _values;

    public RandomCell(ulong seed, int nodes, int time, int batch, int embedding, int width, bool masked, bool batchNorm, float? limit)
    {
        var numbers = new NumberStream(seed);
        (_time, _batch, _embedding, _width, _masked, _batchNorm, _limit) = (time, batch, embedding, width, masked, batchNorm, limit);
        _sources = Enumerable.Range(0, nodes).Select(node => node == 0 ? 0 : numbers.Between(0, node - 1)).ToArray();
        _activations = Enumerable.Range(0, nodes).Select(_ => (Activation)numbers.Between(0, 3)).ToArray();
        _outputs = Enumerable.Range(0, nodes).Where(node => !_sources.Skip(1).Contains(node)).ToArray();
        if (_outputs.Length == 0)
        {
            _outputs = [nodes - 1];
        }

        _values = Shapes().Select(shape => numbers.Floats(shape.ElementCount, -0.7, 0.7)).ToArray();
        if (_batchNorm)
        {
            _values[^2] = numbers.Floats(width, 0.5, 1.5);
        }

        State = numbers.Floats((long)batch * width);
        Mask = numbers.Floats((long)batch * width).Select(v => v < 0 ? 0f : 1.5f).ToArray();
        Upstream = numbers.Floats((long)time * batch * width);
    }

    private float[] State { get; }

    private float[] Mask { get; }

    private float[] Upstream { get; }

    /// <summary>Outputs and all gradients, one after the other.</summary>
    public List<float[]> Run(CpuBackend backend, Func<IStepScope, RecurrentCellInputs, Tensor> cell, bool gradients = true)
    {
        var shapes = Shapes();
        var parameters = shapes.Select((shape, i) => backend.CreateParameter($"p{i}", shape)).ToArray();
        for (var i = 0; i < parameters.Length; i++)
        {
            backend.Write(parameters[i], _values[i]);
        }

        var results = new List<float[]>();
        using (var scope = backend.BeginStep(gradients))
        {
            var output = cell(scope, Inputs(scope, parameters));
            results.Add(Values(scope, output));
            if (gradients)
            {
                scope.Backward(scope.Sum(scope.Multiply(output, scope.Constant(Upstream, output.Shape))));
                results.AddRange(parameters.Select(parameter => Values(scope, scope.Gradient(parameter)!)));
            }
        }

        Assert.Equal(0, backend.LiveStepTensorCount);
        Array.ForEach(parameters, backend.Release);
        return results;
    }

    private RecurrentCellInputs Inputs(IStepScope scope, Tensor[] parameters)
    {
        var shape = new TensorShape(_batch, _width);
        var nodes = _sources.Length;
        return new RecurrentCellInputs
        {
            TimeSteps = _time,
            Batch = _batch,
            Sources = _sources,
            Activations = _activations,
            OutputNodes = _outputs,
            Input = parameters[0],
            InitialState = scope.Constant(State, shape),
            InputWeight = parameters[1],
            StateWeight = parameters[2],
            NodeWeights = parameters[3..(2 + nodes)],
            HiddenMask = _masked ? scope.Constant(Mask, shape) : null,
            BatchNormGamma = _batchNorm ? parameters[^2] : null,
            BatchNormBeta = _batchNorm ? parameters[^1] : null,
            BatchNormEpsilon = 1e-2f,
            HiddenNormLimit = _limit,
        };
    }

    private TensorShape[] Shapes()
    {
        var shapes = new List<TensorShape> { new(_time * _batch, _embedding), new(_embedding, 2 * _width) };
        shapes.AddRange(Enumerable.Repeat(new TensorShape(_width, 2 * _width), _sources.Length));
        if (_batchNorm)
        {
            shapes.AddRange([new TensorShape(1, _width), new TensorShape(1, _width)]);
        }

        return [.. shapes];
    }

    private static float[] Values(IStepScope scope, Tensor tensor)
    {
        var values = new float[tensor.Shape.ElementCount];
        scope.Read(tensor, values);
        return values;
    }
}
