using System.Globalization;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Numerics;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Steps;

namespace Enas.Pipeline.Strategies.PolicyTable;

/// <summary>
/// A policy without a network: one logit for each option of each decision, decisions independent, trained by REINFORCE with Adam. The
/// null model beside the LSTM, and the REINFORCE baseline of NAS-Bench-201. All in float64 over exact functions, so every machine gives
/// the same bits.
/// </summary>
internal sealed class TablePolicy : IPolicy, ICheckpointed
{
    private const string NamePrefix = "policy-table/";
    private const string UpdateCountKey = NamePrefix + "updates";

    private readonly SearchSpace _space;
    private readonly TablePolicyOptions _options;
    private readonly ulong _seed;
    private readonly LogitTable _logits;
    private readonly LogitTable _firstMoment;
    private readonly LogitTable _secondMoment;
    private long _updateCount;

    /// <summary>A fresh policy.</summary>
    public TablePolicy(SearchSpace space, TablePolicyOptions options, ulong seed)
    {
        (_space, _options, _seed) = (space, options, seed);
        (_logits, _firstMoment, _secondMoment) = (new LogitTable(space), new LogitTable(space), new LogitTable(space));
        if (options.InitDeviation > 0)
        {
            _logits.FillNormal(new RandomStream(seed, "policy-table/logits"), options.InitDeviation);
        }
    }

    private (string Prefix, LogitTable Table)[] Tables =>
        [(NamePrefix + "logits/", _logits), (NamePrefix + "adam-m/", _firstMoment), (NamePrefix + "adam-v/", _secondMoment)];

    /// <summary>Number of parameters of the policy for a space.</summary>
    public static long ParameterCount(SearchSpace space) => space.Decisions.Sum(decision => (long)decision.OptionCount);

    /// <inheritdoc />
    public PolicySample Sample(string stream, long step, int ordinal)
    {
        var (random, score) = (new RandomStream(_seed, stream), new DecisionScore(_options.Entropy));
        var values = new int[_space.Decisions.Count];
        for (var decision = 0; decision < values.Length; decision++)
        {
            if (_space.IsOpen(decision, values))
            {
                values[decision] = score.Draw(Rounded(LogProbs(decision)), random.Uniform(step, ordinal, decision));
            }
        }

        return new PolicySample(_space.FromValues(values), score.LogProb, score.Entropy);
    }

    /// <summary>The log-probability and entropy of a given architecture under the current logits.</summary>
    public PolicySample Score(Architecture architecture)
    {
        var score = new DecisionScore(_options.Entropy);
        for (var decision = 0; decision < _space.Decisions.Count; decision++)
        {
            if (_space.IsOpen(decision, architecture.Values))
            {
                score.Take(Rounded(LogProbs(decision)), architecture.Values[decision]);
            }
        }

        return new PolicySample(architecture, score.LogProb, score.Entropy);
    }

    /// <summary>The natural logarithms of the probabilities of a decision's options.</summary>
    public IReadOnlyList<double> LogProbs(int decision)
    {
        var logits = _logits[decision];
        var highest = logits.Max();
        double[] shifted = [.. logits.Select(logit => (logit - highest) / _options.Temperature)];
        var logSum = ExactMath.Log(shifted.Sum(ExactMath.Exp));
        return [.. shifted.Select(value => value - logSum)];
    }

    /// <inheritdoc />
    public PolicyUpdateResult Update(IReadOnlyList<WeightedSample> samples)
    {
        var gradient = Gradient(samples);
        var norm = gradient.Norm();
        if (!double.IsFinite(norm))
        {
            throw new NonFiniteStepException("policy-gradient-not-finite", "the policy gradient is not finite");
        }

        _updateCount++;
        AdamStep(gradient, _options.ClipNorm > 0 && norm > _options.ClipNorm ? _options.ClipNorm / norm : 1);
        return new PolicyUpdateResult(norm, _options.LearningRate);
    }

    /// <inheritdoc />
    public IReadOnlyList<ICheckpointed> Sections => [this];

    /// <inheritdoc />
    public SectionKind Section { get; } = new("policy-table", 1, NamePrefix);

    /// <inheritdoc />
    public void Save(CheckpointSection to)
    {
        // As text: tensors of checkpoints are float32.
        to.Add(UpdateCountKey, _updateCount.ToString(CultureInfo.InvariantCulture));
        foreach (var (prefix, table) in Tables)
        {
            table.Save(prefix, to);
        }
    }

    /// <inheritdoc />
    public void Load(CheckpointSection from)
    {
        _updateCount = long.Parse(from.Text(UpdateCountKey), CultureInfo.InvariantCulture);
        foreach (var (prefix, table) in Tables)
        {
            table.Load(prefix, from);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
    }

    /// <summary>
    /// The gradient of -1/n Σ advantage · log π(architecture): for the logit of an option, -advantage (1 if it was chosen, else 0, less
    /// its probability), divided by the temperature.
    /// </summary>
    internal LogitTable Gradient(IReadOnlyList<WeightedSample> samples)
    {
        var gradient = new LogitTable(_space);
        for (var decision = 0; decision < _space.Decisions.Count; decision++)
        {
            double[] probabilities = [.. LogProbs(decision).Select(ExactMath.Exp)];
            var row = gradient[decision];
            foreach (var (architecture, advantage) in samples)
            {
                if (!_space.IsOpen(decision, architecture.Values))
                {
                    continue;
                }

                var factor = -advantage / (samples.Count * _options.Temperature);
                for (var option = 0; option < row.Length; option++)
                {
                    row[option] += factor * ((architecture.Values[decision] == option ? 1 : 0) - probabilities[option]);
                }
            }
        }

        return gradient;
    }

    private static float[] Rounded(IReadOnlyList<double> logProbs) => [.. logProbs.Select(logProb => (float)logProb)];

    private void AdamStep(LogitTable gradient, double scale)
    {
        var firstCorrection = 1 - ExactMath.Pow(_options.Beta1, _updateCount);
        var secondCorrection = 1 - ExactMath.Pow(_options.Beta2, _updateCount);
        for (var decision = 0; decision < _space.Decisions.Count; decision++)
        {
            var (logits, first, second, slopes) = (_logits[decision], _firstMoment[decision], _secondMoment[decision], gradient[decision]);
            for (var option = 0; option < logits.Length; option++)
            {
                var slope = scale * slopes[option];
                first[option] = (_options.Beta1 * first[option]) + ((1 - _options.Beta1) * slope);
                second[option] = (_options.Beta2 * second[option]) + ((1 - _options.Beta2) * slope * slope);
                var deviation = Math.Sqrt(second[option] / secondCorrection) + _options.Epsilon;
                logits[option] -= _options.LearningRate * (first[option] / firstCorrection) / deviation;
            }
        }
    }
}
