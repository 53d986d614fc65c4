using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Numerics;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Strategies.Mixtures;

/// <summary>
/// The architecture parameters: one logit for each option of each choice, moved by Adam (Kingma and Ba 2015). All in float64 over exact
/// functions, so every machine gives the same bits from the same gradients.
/// </summary>
internal sealed class Alphas : ICheckpointed
{
    private const string NamePrefix = "alphas/";
    private const string UpdateCountKey = NamePrefix + "updates";

    private const int DeviationsOfNoise = 10;

    private readonly AlphaOptions _options;
    private readonly double[] _values;
    private readonly double[] _firstMoment;
    private readonly double[] _secondMoment;
    private long _updateCount;

    /// <summary>Fresh parameters.</summary>
    public Alphas(Relaxation relaxation, AlphaOptions options, ulong seed)
    {
        (Relaxation, _options) = (relaxation, options);
        _values = new double[relaxation.OptionCount];
        _firstMoment = new double[_values.Length];
        _secondMoment = new double[_values.Length];
        if (options.InitDeviation > 0)
        {
            var stream = new RandomStream(seed, "alphas");
            for (var i = 0; i < _values.Length; i++)
            {
                _values[i] = options.InitDeviation * stream.Normal(0, 0, i);
            }
        }
    }

    /// <summary>What they weigh.</summary>
    public Relaxation Relaxation { get; }

    /// <summary>The parameters, in the order of the relaxation.</summary>
    public IReadOnlyList<double> Values => _values;

    /// <summary>SHA-256 of all parameters as float64, little-endian, in hexadecimal.</summary>
    public string Digest
    {
        get
        {
            var bytes = new byte[_values.Length * sizeof(double)];
            for (var i = 0; i < _values.Length; i++)
            {
                BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(i * sizeof(double)), _values[i]);
            }

            return Convert.ToHexStringLower(SHA256.HashData(bytes));
        }
    }

    /// <summary>The natural logarithms of softmax((α + noise) / temperature) of every choice, in the order of the relaxation.</summary>
    /// <param name="noise">Added to the parameters, one for each; null for none.</param>
    /// <param name="temperature">Divides the sums.</param>
    public double[] LogWeights(IReadOnlyList<double>? noise = null, double temperature = 1)
    {
        var logWeights = new double[_values.Length];
        foreach (var choice in Relaxation.Choices)
        {
            var end = choice.First + choice.OptionCount;
            var highest = double.NegativeInfinity;
            for (var i = choice.First; i < end; i++)
            {
                logWeights[i] = (_values[i] + (noise?[i] ?? 0)) / temperature;
                highest = Math.Max(highest, logWeights[i]);
            }

            var sum = 0.0;
            for (var i = choice.First; i < end; i++)
            {
                sum += ExactMath.Exp(logWeights[i] - highest);
            }

            var logSum = highest + ExactMath.Log(sum);
            for (var i = choice.First; i < end; i++)
            {
                logWeights[i] -= logSum;
            }
        }

        return logWeights;
    }

    /// <summary>The entropy of softmax(α), summed over choices, in nats.</summary>
    public double Entropy => -LogWeights().Sum(logWeight => ExactMath.Exp(logWeight) * logWeight);

    /// <summary>Whether the steps so far could carry a parameter ten standard deviations of the initial ones away: Adam moves it by about
    /// its rate in each. Before that their order is mostly that of the initial noise.</summary>
    public bool HasLeftItsNoise => _updateCount * _options.LearningRate >= DeviationsOfNoise * _options.InitDeviation;

    /// <summary>One step of Adam against a gradient by the parameters.</summary>
    public void Update(IReadOnlyList<double> gradient)
    {
        _updateCount++;
        var firstCorrection = 1 - ExactMath.Pow(_options.Beta1, _updateCount);
        var secondCorrection = 1 - ExactMath.Pow(_options.Beta2, _updateCount);
        for (var i = 0; i < _values.Length; i++)
        {
            var slope = gradient[i] + (_options.L2 * _values[i]);
            _firstMoment[i] = (_options.Beta1 * _firstMoment[i]) + ((1 - _options.Beta1) * slope);
            _secondMoment[i] = (_options.Beta2 * _secondMoment[i]) + ((1 - _options.Beta2) * slope * slope);
            var deviation = Math.Sqrt(_secondMoment[i] / secondCorrection) + AlphaOptions.Epsilon;
            _values[i] -= _options.LearningRate * (_firstMoment[i] / firstCorrection) / deviation;
        }
    }

    /// <inheritdoc />
    public SectionKind Section { get; } = new("alphas", 1, NamePrefix);

    /// <inheritdoc />
    public void Save(CheckpointSection to)
    {
        // As text: tensors of checkpoints are float32.
        to.Add(UpdateCountKey, _updateCount.ToString(CultureInfo.InvariantCulture));
        foreach (var (key, values) in Tables)
        {
            to.Add(key, string.Join(' ', values.Select(value => value.ToString("R", CultureInfo.InvariantCulture))));
        }
    }

    /// <inheritdoc />
    public void Load(CheckpointSection from)
    {
        _updateCount = long.Parse(from.Text(UpdateCountKey), CultureInfo.InvariantCulture);
        foreach (var (key, values) in Tables)
        {
            var saved = from.Text(key).Split(' ');
            if (saved.Length != values.Length)
            {
                throw from.Unreadable(key);
            }

            for (var i = 0; i < values.Length; i++)
            {
                values[i] = double.Parse(saved[i], CultureInfo.InvariantCulture);
            }
        }
    }

    private (string Key, double[] Values)[] Tables =>
        [(NamePrefix + "values", _values), (NamePrefix + "adam-m", _firstMoment), (NamePrefix + "adam-v", _secondMoment)];
}
