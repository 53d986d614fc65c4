using Enas.Pipeline.Architectures;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Steps;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Networks;

/// <summary>
/// The weights of a mixture where a network reads them: one parameter [1, options], of which each choice takes its columns. It is no weight
/// of the network: no optimiser moves it and no checkpoint holds it.
/// </summary>
internal sealed class MixtureGates : IDisposable
{
    private readonly ITensorBackend _backend;
    private readonly Tensor _parameter;

    public MixtureGates(ITensorBackend backend, Relaxation relaxation)
    {
        (_backend, Relaxation) = (backend, relaxation);
        _parameter = backend.CreateParameter("mixture/gates", new TensorShape(1, relaxation.OptionCount));
    }

    /// <summary>What is mixed.</summary>
    public Relaxation Relaxation { get; }

    /// <summary>The gates as a mixture has them.</summary>
    public void Set(Mixture mixture) => _backend.Write(_parameter, [.. mixture.Weights]);

    /// <summary>The gates in a step.</summary>
    /// <param name="mixture">The mixture, which was set.</param>
    public StepGates In(IStepScope scope, Mixture mixture) => new(scope, _parameter, Relaxation, mixture);

    /// <summary>The derivative by each gate, after the step's backward pass; 0 for those that nothing depends on.</summary>
    /// <exception cref="NonFiniteStepException">It is not finite.</exception>
    public float[] GradientIn(IStepScope scope)
    {
        var gradient = new float[Relaxation.OptionCount];
        if (scope.Gradient(_parameter) is { } found)
        {
            scope.Read(found, gradient);
        }

        return gradient.All(float.IsFinite) ? gradient
            : throw new NonFiniteStepException("mixture-gradient-not-finite", "the gradient of the mixture is not finite");
    }

    /// <inheritdoc />
    public void Dispose() => _backend.Release(_parameter);
}

/// <summary>The gates of one step.</summary>
internal sealed class StepGates(IStepScope scope, Tensor parameter, Relaxation relaxation, Mixture mixture) : IMixing
{
    private readonly int[]? _path = mixture.Path is { } path ? relaxation.OptionsOf(path) : null;

    /// <inheritdoc />
    public bool Runs(int choice, int option) => _path is null || _path[choice] == option;

    /// <inheritdoc />
    public Tensor Mix(int choice, IReadOnlyList<Tensor> parts) => scope.MixedSum(parts, _path is null
        ? Columns(choice, 0, relaxation.Choices[choice].OptionCount) : Columns(choice, _path[choice], 1));

    /// <inheritdoc />
    public Tensor Share(int choice, int option, Tensor x) => scope.MixedSum([x], Columns(choice, option, 1));

    /// <inheritdoc />
    /// <remarks>Which entries of a path are loose ends is a constant of it.</remarks>
    public Tensor? Loose(Func<Tensor> x, IEnumerable<OptionRange> readers)
    {
        if (_path is not null)
        {
            return readers.Any(of => _path[of.Choice] >= of.First && _path[of.Choice] < of.First + of.Count)
                ? null : x();
        }

        var share = Looseness.Of(scope, readers.Select(of => Columns(of.Choice, of.First, of.Count)));
        return share is null ? x() : scope.MixedSum([x()], share);
    }

    /// <summary>The gates of neighbouring options of a choice, [1, count].</summary>
    public Tensor Columns(int choice, int option, int count) =>
        scope.SliceColumns(parameter, relaxation.Choices[choice].First + option, count);
}
