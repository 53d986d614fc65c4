using System.Runtime.CompilerServices;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Events;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Search;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Steps.Score;
using Enas.Pipeline.Tasks.Folders;
using Enas.Pipeline.Tasks.Images;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Training;

/// <summary>
/// The work of training one convolutional network from scratch, with the events of <see cref="FinalTraining"/>: validation accuracy after
/// each epoch, the test set once at the end on the weights of the best validation. Nothing is ever selected on the test set. A set without
/// images is not measured.
/// </summary>
public sealed class ImageFinalTraining : ITrainingWork
{
    /// <summary>What precedes the names of its streams of order and augmentation.</summary>
    public const string Purpose = ImageFinalNetwork.StreamPrefix;

    private const string TestSource = "test";

    private readonly ImageFinalNetwork _network;
    private readonly ImageFinalOptions _options;
    private readonly Architecture _architecture;
    private readonly TrainingRows _rows;

    /// <summary>Prepares the training of one architecture of a macro or micro space; the caller owns the backend.</summary>
    /// <exception cref="DataException">The training set is smaller than one batch.</exception>
    public ImageFinalTraining(
        ITensorBackend backend, SearchSpace space,
            Architecture architecture, ImageFinalOptions options, ImageBatches batches, ulong seed, TimeProvider time)
    {
        _network = new ImageFinalNetwork(backend, space, architecture, options, batches, seed);
        (_options, _architecture, _rows) = (options, architecture, new TrainingRows(time));
    }

    /// <inheritdoc />
    public long TotalSteps => (long)_options.Epochs * _network.StepsPerEpoch;

    /// <inheritdoc />
    public StepPosition At(long step) => new(step, Phases.Weights, (int)(step / _network.StepsPerEpoch));

    /// <inheritdoc />
    public bool EndsRound(long step) => (step + 1) % _network.StepsPerEpoch == 0;

    /// <inheritdoc />
    public Task<IReadOnlyList<LogRow>> StepAsync(SearchState state, CancellationToken cancellationToken)
    {
        var position = At(state.StepCount);
        var rows = new List<LogRow> { _rows.Step(position, () => _network.Train(position.Step)) };
        if (EndsRound(position.Step) && _network.HasValidation)
        {
            var at = position with { Step = position.Step + 1 };
            rows.Add(_rows.Measured(() =>
            {
                var scored = Scored(at, FinalTraining.ValidationSource, position.Round, _network.Validate());
                _network.AfterValidation(scored.Accuracy ?? 0);
                return scored.ToRow();
            }));
        }

        return Task.FromResult<IReadOnlyList<LogRow>>(rows);
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<LogRow> FinishAsync(Func<SearchState> state, [EnumeratorCancellation] CancellationToken stop)
    {
        var position = new StepPosition(state().StepCount, Phases.End, _options.Epochs);
        if (_network.HasTest && state().Candidates.All(candidate => candidate.Source != TestSource))
        {
            yield return _rows.Measured(() => Scored(position, TestSource, 0, _network.Test()).ToRow());
        }

        await Task.CompletedTask;
        var candidates = state().Candidates;
        var best = candidates.Where(candidate => candidate.Source == FinalTraining.ValidationSource).MinBy(candidate => candidate.Rank);
        var test = candidates.SingleOrDefault(candidate => candidate.Source == TestSource);
        yield return new SearchCompleted(
            position, best is null ? "last-weights"
                : "highest-validation-accuracy", _architecture.Tokens, null, null, null, null, best?.Accuracy, test?.Accuracy).ToRow();
    }

    /// <inheritdoc />
    public IReadOnlyList<ICheckpointed> Sections => _network.Sections;

    /// <inheritdoc />
    public void Dispose() => _network.Dispose();

    private CandidateScored Scored(StepPosition position, string source, int ordinal, WindowLoss loss) =>
        CandidateScored.Of(position, source, ordinal, _architecture.Tokens, loss);
}
