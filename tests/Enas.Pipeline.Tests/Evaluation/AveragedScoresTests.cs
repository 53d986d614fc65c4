using Enas.Pipeline.Architectures;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Evaluators.SharedWeights;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Search;
using Enas.Pipeline.Steps;

namespace Enas.Pipeline.Tests.Evaluation;

/// <summary>Scores over the weights of several rounds, on weights whose loss is the number of steps that they were trained.</summary>
public sealed class AveragedScoresTests
{
    // Three steps a round, the first of each a weight step and the last a policy step.
    private static int RoundOf(long step) => (int)(step / 3);

    private static readonly Architecture s_any = new([0], "0");

    [Fact]
    public void A_score_is_the_sum_over_the_ends_of_the_last_rounds_and_the_weights_as_they_are()
    {
        using var counted = new CountedSteps();
        using var scores = new AveragedScores(counted, 3, RoundOf);
        Assert.Equal((1, new WindowLoss(10, 0)), (scores.ScoreCount, scores.ScoreValidation(s_any)));
        Train(scores, rounds: 2);
        Assert.Equal((2, new WindowLoss(20, 2 + 4)), (scores.ScoreCount, scores.ScoreValidation(s_any)));
        Train(scores, rounds: 5, from: 2);
        Assert.Equal((3, new WindowLoss(30, 6 + 8 + 10)), (scores.ScoreCount, scores.ScoreValidation(s_any)));
        Assert.Equal(new WindowLoss(12, 6 + 8 + 10), scores.ScorePart(s_any, 4));

        // Scoring changes nothing, and a reward is of the weights as they are.
        Assert.Equal((10, new WindowLoss(1, 10)), (counted.Steps, scores.Evaluate(s_any, 0, 0).Single()));
    }

    [Fact]
    public void A_step_that_fails_takes_no_round_away()
    {
        using var counted = new CountedSteps { Fails = true };
        using var scores = new AveragedScores(counted, 2, RoundOf);
        Assert.Throws<NonFiniteStepException>(() => scores.Train(s_any, 0, 0));
        Assert.Throws<NonFiniteStepException>(() => scores.Train(s_any, 3, 1));
        Assert.Equal(2, scores.ScoreCount);
    }

    /// <summary>At whatever step it goes on, it scores as it would have.</summary>
    [Fact]
    public void What_goes_on_from_a_checkpoint_scores_with_the_same_weights()
    {
        for (var at = 0; at <= 12; at++)
        {
            using var whole = new AveragedScores(new CountedSteps(), 3, RoundOf);
            using var before = new AveragedScores(new CountedSteps(), 3, RoundOf);
            using var after = new AveragedScores(new CountedSteps(), 3, RoundOf);
            Steps(whole, 0, 12);
            Steps(before, 0, at);
            SearchCheckpoint.Restore(((ISharedWeights)after).Sections, SearchCheckpoint.Of(((ISharedWeights)before).Sections, at));
            Assert.Equal(before.ScoreValidation(s_any), after.ScoreValidation(s_any));
            Steps(after, at, 12);
            Assert.Equal((3, whole.ScoreValidation(s_any)), (after.ScoreCount, after.ScoreValidation(s_any)));
        }
    }

    [Fact]
    public void What_it_costs_is_that_of_each_set_of_weights()
    {
        using var scores = new AveragedScores(new CountedSteps(), 3, RoundOf);
        Train(scores, rounds: 3);
        var evaluator = new SharedWeightsEvaluator(scores, isCommon: true, new Prepared());
        var scored = evaluator.Score(s_any);

        // Ten items forward and 100 to prepare, three times.
        Assert.Equal((3, 330), (scored.Checkpoints, scored.Cost!.MultiplyAdds));
        Assert.Equal((1, 101), (evaluator.Evaluate(s_any, 0, 0).Checkpoints, evaluator.Evaluate(s_any, 0, 0).Cost!.MultiplyAdds));
    }

    private static void Train(AveragedScores scores, int rounds, int from = 0) => Steps(scores, 3 * from, 3 * rounds);

    private static void Steps(AveragedScores scores, long from, long to)
    {
        for (var step = from; step < to; step++)
        {
            if (step % 3 < 2)
            {
                scores.Train(s_any, step, (2 * (step / 3)) + (step % 3));
            }
        }
    }

    private sealed class Prepared : ICostModel
    {
        public NetworkCounts CountsOf(Architecture architecture) => new(1, 1);

        public long OfTraining(Architecture architecture, long items) => 3 * items;

        public long OfEvaluation(Architecture architecture, long items) => 100 + items;
    }

    /// <summary>Weights that are the number of their steps.</summary>
    private sealed class CountedSteps : ISharedWeights, ICheckpointed
    {
        private readonly float[] _steps = [0];

        public bool Fails { get; init; }

        public int Steps => (int)_steps[0];

        public IReadOnlyList<ICheckpointed> Sections => [this];

        public SectionKind Section { get; } = new("weights", 1, "weights/");

        public WeightStepResult Train(Architecture architecture, long step, long weightStep)
        {
            if (Fails)
            {
                throw new NonFiniteStepException("planted", "planted");
            }

            _steps[0]++;
            return new(0, 0, 0, 1, 0);
        }

        public IReadOnlyList<WindowLoss> Evaluate(Architecture architecture, long step, int ordinal) => [new(1, Steps)];

        public WindowLoss ScoreValidation(Architecture architecture) => new(10, Steps);

        public WindowLoss ScorePart(Architecture architecture, int items) => new(items, Steps);

        // The memory of the weights themselves, as a backend may give it.
        public void Save(CheckpointSection to) => to.Add(new CheckpointTensor("weights/steps", [1], _steps));

        public void Load(CheckpointSection from) => from.Tensor("weights/steps").Values.Span.CopyTo(_steps);

        public void Dispose()
        {
        }
    }
}
