using Enas.Host.Composition;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Steps;

namespace Enas.Host.Verbs.Jobs;

/// <summary>What training one architecture alone takes on this machine.</summary>
/// <param name="Step">Seconds of a step.</param>
/// <param name="Validation">Seconds of one validation; 0 where there is no validation set.</param>
/// <param name="StepsPerEpoch">Steps of one pass over the training set.</param>
internal sealed record TrainingTiming(double Step, double Validation, int StepsPerEpoch)
{
    private const int Architectures = 3;
    private const int MostSteps = 50;
    private const double SecondsOfEach = 0.5;

    /// <summary>Times some steps of a few uniform architectures, and the validation of the last. Nothing is written.</summary>
    /// <param name="job">The job: its section <c>train</c>.</param>
    /// <param name="data">Its data.</param>
    /// <param name="compute">What computes.</param>
    /// <param name="time">The clock.</param>
    public static TrainingTiming Measure(JobOptions job, JobData data, ComputeOptions compute, TimeProvider time)
    {
        using var backend = compute.CreateBackend(job.Compute);
        var space = SpaceCatalog.Create(job);
        using var uniform = new UniformPolicy(space, job.Seed);
        var (seconds, steps, validation, epoch) = (0.0, 0, 0.0, 0);
        for (var i = 0; i < Architectures; i++)
        {
            using var network = data.FixedNetwork(backend, space, job, uniform.Sample("timing", i, 0).Architecture);
            epoch = (int)network.StepsIn(1);
            Train(network, 0);
            var (begin, count) = (time.GetTimestamp(), 0);
            while (count == 0 || (count < MostSteps && time.GetElapsedTime(begin).TotalSeconds < SecondsOfEach))
            {
                Train(network, ++count);
            }

            (seconds, steps) = (seconds + time.GetElapsedTime(begin).TotalSeconds, steps + count);
            if (i == Architectures - 1 && network.HasValidation)
            {
                var start = time.GetTimestamp();
                network.Validate();
                validation = time.GetElapsedTime(start).TotalSeconds;
            }
        }

        return new(seconds / steps, validation, epoch);
    }

    // A step that is not finite takes its time all the same.
    private static void Train(IFixedNetwork network, int step)
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
