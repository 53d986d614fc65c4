namespace Enas.Host.Verbs.Jobs;

/// <summary>Seconds around the pieces of a plan for a folder of data.</summary>
/// <param name="Loading">Loading the data once.</param>
/// <param name="Measurement">Measuring the latency of one network; 0 where no latency is wanted.</param>
internal sealed record SecondsAround(double Loading, double Measurement)
{
    // The search, the known network and the training of the choice load the data, and so does the plan for the last of them.
    private const int Loads = 4;

    // The quickest of a few networks is looked for before the search begins, and the choice is measured once at the end.
    private const int MeasurementsBefore = 5;

    // The program's start, the network as ONNX and the report.
    private const double Rest = 3;

    /// <summary>All of them.</summary>
    public double All => (Loads * Loading) + (MeasurementsBefore * Measurement) + AtTheEnd;

    /// <summary>What comes after the training of the choice.</summary>
    public double AtTheEnd => Measurement + Rest;
}
