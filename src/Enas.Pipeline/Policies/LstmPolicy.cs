using System.Globalization;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Numerics;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Steps;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Policies;

/// <summary>
/// The ENAS policy: an LSTM that emits an architecture decision by decision, trained by REINFORCE with Adam. It runs on an exact backend,
/// so its samples and weights can be derived again from the rewards in the log.
/// </summary>
internal sealed class LstmPolicy : IPolicy, ICheckpointed
{
    private const string StatePrefix = "policy-state/";
    private const string UpdateCountKey = "policy-updates";

    private readonly ITensorBackend _backend;
    private readonly SearchSpace _space;
    private readonly PolicyOptions _options;
    private readonly ulong _seed;
    private readonly WeightStore _store;
    private LstmPolicyWeights _weights;
    private long _updateCount;

    /// <summary>A fresh policy. <paramref name="backend"/> must be exact.</summary>
    public LstmPolicy(ITensorBackend backend, SearchSpace space, PolicyOptions options, ulong seed)
    {
        _backend = backend.IsExact ? backend
            : throw new ArgumentException($"the policy runs on an exact backend only, not on {backend.Name}", nameof(backend));
        _space = space;
        _options = options;
        _seed = seed;
        _store = new WeightStore(backend, seed);
        _weights = new LstmPolicyWeights(_store, space, options);
    }

    /// <summary>Number of parameters of the policy for a space and its options.</summary>
    public static long ParameterCount(SearchSpace space, PolicyOptions options) => LstmPolicyWeights.Count(space, options);

    /// <inheritdoc />
    public PolicySample Sample(string stream, long step, int ordinal)
    {
        var random = new RandomStream(_seed, stream);
        var values = new int[_space.Decisions.Count];
        var score = Walk((score, decision, logProbs) => values[decision] = score.Draw(logProbs, random.Uniform(step, ordinal, decision)));
        return new PolicySample(_space.FromValues(values), score.LogProb, score.Entropy);
    }

    /// <summary>The log-probability and entropy of a given architecture under the current weights.</summary>
    public PolicySample Score(Architecture architecture)
    {
        var score = Walk((score, decision, logProbs) => score.Take(logProbs, architecture.Values[decision]));
        return new PolicySample(architecture, score.LogProb, score.Entropy);
    }

    /// <inheritdoc />
    public PolicyUpdateResult Update(IReadOnlyList<WeightedSample> samples)
    {
        using var scope = _backend.BeginStep(recordGradients: true);
        Tensor[] parameters = [.. _weights.All.Select(weight => weight.Value)];
        var gradient = GradientStep.OfPolicy(scope, Loss(scope, samples), parameters, _options.ClipNorm);
        _updateCount++;
        var rate = _options.LearningRate / (1 - ExactMath.Pow(_options.Beta1, _updateCount));
        var secondScale = 1 / (1 - ExactMath.Pow(_options.Beta2, _updateCount));
        foreach (var (key, weight) in _weights.All)
        {
            _backend.AdamStep(scope, weight, Moment(key, "m", weight), Moment(key, "v", weight),
                (float)rate, (float)_options.Beta1,
                    (float)_options.Beta2, (float)secondScale, (float)_options.Epsilon, (float)gradient.Scale);
        }

        return new PolicyUpdateResult(gradient.Norm, _options.LearningRate);
    }

    /// <summary>The gradient of the loss by weight key; changes nothing. What the tests hold against enumeration.</summary>
    internal IReadOnlyList<KeyValuePair<string, float[]>> Gradients(IReadOnlyList<WeightedSample> samples)
    {
        using var scope = _backend.BeginStep(recordGradients: true);
        scope.Backward(Loss(scope, samples));
        return [.. _weights.All.Select(weight => new KeyValuePair<string, float[]>(
            weight.Key,
            scope.Gradient(weight.Value) is { } gradient ? Values(scope, gradient) : new float[weight.Value.Shape.ElementCount]))];
    }

    /// <summary>The log-probabilities of every decision along a given architecture, what the tests hold against
    /// frequencies and caps.</summary>
    internal IReadOnlyList<float[]> Distributions(Architecture architecture)
    {
        var distributions = new List<float[]>();
        Walk((_, decision, logProbs) =>
        {
            distributions.Add(logProbs.ToArray());
            return architecture.Values[decision];
        });
        return distributions;
    }

    /// <summary>The space's penalty along a given architecture; 0 where there is none.</summary>
    internal double Penalty(Architecture architecture)
    {
        using var scope = _backend.BeginStep(recordGradients: false);
        var walk = PolicyWalk.Of(_space, scope, _weights, _options);
        walk.Run((first, logProbs) => [.. Enumerable.Range(first, logProbs.Shape.Rows).Select(decision => architecture.Values[decision])]);
        return walk.Penalty is { } penalty ? scope.ReadScalar(penalty) : 0;
    }

    /// <summary>A weight by key, for tests.</summary>
    internal Tensor Weight(string key) => _weights.All.First(weight => weight.Key == key).Value;

    /// <inheritdoc />
    public IReadOnlyList<ICheckpointed> Sections => [this];

    /// <inheritdoc />
    public SectionKind Section { get; } = new("policy", 1, StatePrefix, UpdateCountKey);

    /// <inheritdoc />
    public void Save(CheckpointSection to)
    {
        to.Add(UpdateCountKey, _updateCount.ToString(CultureInfo.InvariantCulture));
        to.Add(_store.Export(StatePrefix));
    }

    /// <inheritdoc />
    public void Load(CheckpointSection from)
    {
        _updateCount = long.Parse(from.Text(UpdateCountKey), CultureInfo.InvariantCulture);
        _store.Import(StatePrefix, from.Tensors);
        _weights = new LstmPolicyWeights(_store, _space, _options);
    }

    /// <inheritdoc />
    public void Dispose() => _store.Dispose();

    /// <summary>One walk without gradients; each decision, in order, is made from its log-probabilities and accounted for.</summary>
    private DecisionScore Walk(Func<DecisionScore, int, ReadOnlySpan<float>, int> decide)
    {
        using var scope = _backend.BeginStep(recordGradients: false);
        var score = new DecisionScore(_options.Entropy);
        PolicyWalk.Of(_space, scope, _weights, _options).Run((first, logProbs) =>
        {
            var (values, options) = (Values(scope, logProbs), logProbs.Shape.Columns);
            var chosen = new int[values.Length / options];
            for (var i = 0; i < chosen.Length; i++)
            {
                chosen[i] = decide(score, first + i, values.AsSpan(i * options, options));
            }

            return chosen;
        });
        return score;
    }

    /// <summary>1/n Σ (penalty - advantage·log π), on the tape.</summary>
    private Tensor Loss(IStepScope scope, IReadOnlyList<WeightedSample> samples)
    {
        var terms = new List<Tensor>();
        var factors = new List<float>();
        foreach (var sample in samples)
        {
            var walk = PolicyWalk.Of(_space, scope, _weights, _options);
            walk.Run((first, logProbs) =>
            {
                var values = Enumerable.Range(first, logProbs.Shape.Rows)
                    .Select(decision => sample.Architecture.Values[decision]).ToArray();
                var picked = scope.Pick(logProbs, values);
                terms.Add(values.Length == 1 ? picked : scope.Sum(picked));
                factors.Add((float)(-sample.Advantage / samples.Count));
                return values;
            });

            if (walk.Penalty is { } penalty)
            {
                terms.Add(penalty);
                factors.Add(1f / samples.Count);
            }
        }

        return scope.WeightedSum(terms, factors.ToArray());
    }

    private Tensor Moment(string key, string name, Tensor weight) => _store.Get($"{key}/adam-{name}", weight.Shape, 0);

    private static float[] Values(IStepScope scope, Tensor tensor)
    {
        var values = new float[tensor.Shape.ElementCount];
        scope.Read(tensor, values);
        return values;
    }
}
