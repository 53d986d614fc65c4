using Enas.Backends.Cpu;
using Enas.Pipeline.Options;
using Enas.Pipeline.Policies;

namespace Enas.Pipeline.Tests.Spaces.MacroCnn;

/// <summary>
/// The walk over a macro network as docs/algorithms.md#walk-over-a-macro-network says it, in double precision, from a policy's weights and
/// nothing else of it.
/// </summary>
internal sealed class MacroWalkByHand(CpuBackend backend, LstmPolicy policy, PolicyOptions options)
{
    private readonly List<double[]> _anchors = [];
    private double[] _hidden = new double[options.Hidden];
    private double[] _cell = new double[options.Hidden];

    /// <summary>The log-probabilities of every decision along an architecture: an operation of a layer, then its bits.</summary>
    public List<double[]> Run(IReadOnlyList<int> values, int layers)
    {
        var (found, next) = (new List<double[]>(), 0);
        var first = Row("policy/first-input", 0);
        var isAligned = options.SkipKeys == PolicyOptions.AlignedKeys;
        if (isAligned)
        {
            // The stem is an entry, and its key the state of a step of its own.
            Step(first);
            _anchors.Add(_hidden);
        }

        var input = first;
        for (var layer = 0; layer < layers; layer++)
        {
            Step(input);
            found.Add(LogSoftmax([.. Multiply(_hidden, "policy/operation/w").Select(Squash)]));
            Step(Row("policy/operation/embedding", values[next++]));
            input = first;
            if (layer > 0)
            {
                var query = Multiply(_hidden, "policy/attention/w2");
                var chosen = new List<double[]>();
                for (var entry = 0; entry < layer; entry++)
                {
                    var key = Multiply(_anchors[entry], "policy/attention/w1");
                    double[] mixed = [.. key.Zip(query, (k, q) => Math.Tanh(k + q))];
                    var score = Multiply(mixed, "policy/attention/v")[0];
                    found.Add(LogSoftmax([Squash(-score), Squash(score)]));
                    if (values[next++] == 1)
                    {
                        chosen.Add(_anchors[entry]);
                    }
                }

                input = [.. Enumerable.Range(0, options.Hidden).Select(i => chosen.Sum(anchor => anchor[i]) / (1 + chosen.Count))];
            }

            _anchors.Add(_hidden);
        }

        return found;
    }

    private void Step(double[] input)
    {
        var h = options.Hidden;
        var gates = Multiply([.. input, .. _hidden], "policy/lstm/w");
        var (cell, hidden) = (new double[h], new double[h]);
        for (var i = 0; i < h; i++)
        {
            cell[i] = (Sigmoid(gates[h + i]) * _cell[i]) + (Sigmoid(gates[i]) * Math.Tanh(gates[(3 * h) + i]));
            hidden[i] = Sigmoid(gates[(2 * h) + i]) * Math.Tanh(cell[i]);
        }

        (_cell, _hidden) = (cell, hidden);
    }

    private double Squash(double logit) => options.TanhConstant * Math.Tanh(logit / options.Temperature);

    private double[] Multiply(double[] row, string key)
    {
        var columns = policy.Weight(key).Shape.Columns;
        var weights = Values(key);
        return [.. Enumerable.Range(0, columns).Select(column => row.Select((value, i) => value * weights[(i * columns) + column]).Sum())];
    }

    private double[] Row(string key, int row)
    {
        var columns = policy.Weight(key).Shape.Columns;
        return [.. Values(key).Skip(row * columns).Take(columns).Select(value => (double)value)];
    }

    private float[] Values(string key)
    {
        var weight = policy.Weight(key);
        var values = new float[weight.Shape.ElementCount];
        backend.Read(weight, values);
        return values;
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double[] LogSoftmax(double[] logits)
    {
        var log = Math.Log(logits.Sum(Math.Exp));
        return [.. logits.Select(logit => logit - log)];
    }
}
