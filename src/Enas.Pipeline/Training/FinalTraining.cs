using System.Runtime.CompilerServices;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Events;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Search;
using Enas.Pipeline.Spaces.RnnCell;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Steps.Score;
using Enas.Pipeline.Tasks.Text;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Training;

/// <summary>
/// The work of training one architecture from scratch. Its log has the search's events: a weight step is shared-weights-trained, the
/// validation perplexity after each epoch is candidate-scored, and the test set is measured once, at the end, on the weights with the best
/// validation perplexity. Nothing is ever selected on the test set.
/// </summary>
public sealed class FinalTraining : ITrainingWork
{
    /// <summary>What a score on the validation set names as its source. It belongs to the step that ended its epoch.</summary>
    internal const string ValidationSource = "validation";

    private const string TestSource = "test";

    private readonly FinalNetwork _network;
    private readonly JobOptions _job;
    private readonly Architecture _architecture;
    private readonly TrainingRows _rows;

    /// <summary>Prepares the training of one architecture; the caller owns the backend.</summary>
    public FinalTraining(ITensorBackend backend,
        RnnCellSpace space, JobOptions job, TokenCorpus corpus, Architecture architecture, TimeProvider time)
    {
        _network = new FinalNetwork(backend, space, job, corpus, architecture);
        _job = job;
        _architecture = architecture;
        _rows = new TrainingRows(time);
    }

    /// <inheritdoc />
    public long TotalSteps => _network.StepsIn(_job.Train.Epochs);

    /// <inheritdoc />
    public StepPosition At(long step) => new(step, Phases.Weights, _network.EpochOf(step));

    /// <inheritdoc />
    public bool EndsRound(long step) => _network.EndsEpoch(step);

    /// <inheritdoc />
    public Task<IReadOnlyList<LogRow>> StepAsync(SearchState state, CancellationToken cancellationToken)
    {
        var position = At(state.StepCount);
        var rows = new List<LogRow> { _rows.Step(position, () => _network.Train(position.Step)) };
        if (_network.EndsEpoch(position.Step))
        {
            var scored = Scored(position with { Step = position.Step + 1 }, ValidationSource, position.Round, _network.Validate);
            _network.AfterValidation(scored.Metric ?? double.PositiveInfinity);
            rows.Add(scored);
        }

        return Task.FromResult<IReadOnlyList<LogRow>>(rows);
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<LogRow> FinishAsync(Func<SearchState> state, [EnumeratorCancellation] CancellationToken stop)
    {
        var position = new StepPosition(state().StepCount, Phases.End, _job.Train.Epochs);
        if (state().Candidates.All(candidate => candidate.Source != TestSource))
        {
            yield return Scored(position, TestSource, 0, _network.Test);
        }

        await Task.CompletedTask;
        var candidates = state().Candidates;
        var best = candidates.Where(c => c.Source == ValidationSource).MinBy(c => c.Rank)!;
        var test = candidates.Single(c => c.Source == TestSource).Perplexity;
        yield return new SearchCompleted(
            position, "lowest-validation-perplexity", _architecture.Tokens, best.Perplexity, null, null, test).ToRow();
    }

    /// <inheritdoc />
    public IReadOnlyList<ICheckpointed> Sections => _network.Sections;

    /// <inheritdoc />
    public void Dispose() => _network.Dispose();

    private LogRow Scored(StepPosition position, string source, int ordinal, Func<WindowLoss> score) =>
        _rows.Measured(() => CandidateScored.Of(position, source, ordinal, _architecture.Tokens, score()).ToRow());
}
