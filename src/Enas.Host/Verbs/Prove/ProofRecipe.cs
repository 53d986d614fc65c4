using Enas.Pipeline.Options;

namespace Enas.Host.Verbs.Prove;

/// <summary>How the arms of a proof train architectures alone before the last training.</summary>
/// <param name="Child">The job of an architecture's training of the length that random trainings get.</param>
/// <param name="IsShorter">Whether that is another training than the last one, so that a choice is trained by both.</param>
/// <param name="Finals">Architectures that the search trains alone in its finals; 0 where it holds none.</param>
internal sealed record ProofRecipe(Func<string, JobOptions> Child, bool IsShorter, int Finals)
{
    /// <summary>The recipe of a job: without finals random trainings get the last training itself.</summary>
    public static ProofRecipe Of(JobOptions job) => new(_ => job, IsShorter: false, Finals: 0);
}
