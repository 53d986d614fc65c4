using Enas.Host.Composition;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Steps;

namespace Enas.Host.Verbs.Jobs;

/// <summary>What training one architecture alone takes on this machine.</summary>
/// <param name="Step">Seconds of a step.</param>
/// <param name="Validation">Seconds of one validation, which ends each epoch; 0 where there is no validation set.</param>
/// <param name="Test">Seconds of the test; 0 where there is none.</param>
/// <param name="StepsPerEpoch">Steps of one pass over the training set.</param>
internal sealed record TrainingTiming(double Step, double Validation, double Test, int StepsPerEpoch)
{
    private const int MostArchitectures = 4;

    // A training step goes forward once and backward at twice the cost.
    private const int StepsOfForward = 3;

    /// <summary>Seconds of a training of so many steps; 0 for one epoch.</summary>
    public double SecondsOf(long steps)
    {
        var all = steps == 0 ? StepsPerEpoch : steps;
        return (all * Step) + ((all + StepsPerEpoch - 1) / StepsPerEpoch * Validation) + Test;
    }

    /// <summary>Steps of a training that takes so many seconds with all that belongs to it.</summary>
    public double StepsIn(double seconds) =>
        Math.Max(0, seconds - Test - Validation) / Math.Max(1e-9, Step + (Validation / Math.Max(1, StepsPerEpoch)));

    /// <summary>The same on data with another validation set, and a training set of which no size is known.</summary>
    /// <param name="timed">The data that it was timed on.</param>
    /// <param name="valid">Items of the other validation set.</param>
    public TrainingTiming AtSizesOf(JobData timed, int valid)
    {
        var validation = Validation * valid / Math.Max(1, timed.ScoredItems.Valid);
        return this with { Validation = validation, Test = Test > 0 ? validation : 0, StepsPerEpoch = int.MaxValue };
    }

    /// <summary>
    /// Times steps of some uniform architectures, and their validation. Of networks whose steps are large a part of a step is timed, and
    /// a validation that takes long is told from the steps. Nothing is written.
    /// </summary>
    /// <param name="job">The job: its section <c>train</c>.</param>
    /// <param name="data">Its data, or others of their shape.</param>
    /// <param name="compute">What computes.</param>
    /// <param name="tokens">The one architecture to time; null for some uniform ones.</param>
    public static TrainingTiming Measure(
        JobOptions job, JobData data, ComputeOptions compute, StepTimer timer, string? tokens = null)
    {
        var (part, share) = TimedPart.OfTraining(job, data);
        using var backend = compute.CreateBackend(part.Compute);
        var space = SpaceCatalog.Create(part);
        using var uniform = new UniformPolicy(space, part.Seed);
        Architecture At(int number) => tokens is null ? Sample(uniform, number) : space.Parse(tokens);
        List<IFixedNetwork> networks = [];
        try
        {
            networks.Add(data.FixedNetwork(backend, space, part, At(0)));
            var first = timer.SecondsOfOne(() => Train(networks[0], 0));

            // Architectures of images differ in what a step costs; but where one takes long there is no time for many.
            var more = tokens is not null ? 0
                : Math.Clamp((int)(timer.Seconds / (4 * Math.Max(1e-6, first))), 0, MostArchitectures - 1);
            for (var i = 1; i <= more; i++)
            {
                networks.Add(data.FixedNetwork(backend, space, part, At(i)));
                Train(networks[i], 0);
            }

            void TrainNext(int number) => Train(networks[number % networks.Count], 1 + (number / networks.Count));
            var before = timer.WarmUp(TrainNext, networks.Count);
            var step = share * timer.SecondsOf(number => TrainNext(before + number), networks.Count);
            var (valid, test) = data.ScoredItems;
            var validation = OfValidation(networks, job, step, valid, timer);
            var hasTest = job.Train.Test && networks[0].HasTest && test > 0;
            return new(step, validation, hasTest ? validation * test / Math.Max(1, valid) : 0, EpochOf(job, data, networks[0], share));
        }
        finally
        {
            networks.ForEach(network => network.Dispose());
        }
    }

    private static double OfValidation(List<IFixedNetwork> networks, JobOptions job, double step, int items, StepTimer timer)
    {
        if (!networks[0].HasValidation || items == 0)
        {
            return 0;
        }

        var expected = step / TimedPart.ItemsOfTraining(job) * items / StepsOfForward;
        return expected > StepTimer.MostSeconds ? expected
            : timer.SecondsOf(number => networks[number % networks.Count].Validate(), networks.Count);
    }

    private static int EpochOf(JobOptions job, JobData data, IFixedNetwork ofPart, double share)
    {
        if (share == 1)
        {
            return (int)ofPart.StepsIn(1);
        }

        using var backend = ComputeOptions.CreatePolicyBackend();
        var space = SpaceCatalog.Create(job);
        using var uniform = new UniformPolicy(space, job.Seed);
        using var whole = data.FixedNetwork(backend, space, job, Sample(uniform, 0));
        return (int)whole.StepsIn(1);
    }

    private static Architecture Sample(UniformPolicy uniform, int number) => uniform.Sample("timing", number, 0).Architecture;

    // A step that is not finite takes its time all the same.
    private static void Train(IFixedNetwork network, long step)
    {
        try
        {
            network.Train(step);
        }
        catch (NonFiniteStepException)
        {
        }
    }
}
