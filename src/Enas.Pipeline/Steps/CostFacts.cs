using Enas.Pipeline.Events;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Steps;

/// <summary>How the cost of work stands in its facts: what the network is, then what the work cost. Nothing
/// where it is not counted.</summary>
internal static class CostFacts
{
    private const string Parameters = "parameters";
    private const string MultiplyAdds = "multiply_adds";

    /// <summary>The name of the cost itself, in every fact of work.</summary>
    public const string Cost = "cost";

    public static void Write(FactsWriter facts, WorkCost? cost)
    {
        if (cost is not null)
        {
            facts.Integer(Parameters, cost.Network.Parameters)
                .Integer(MultiplyAdds, cost.Network.MultiplyAdds).Integer(Cost, cost.MultiplyAdds);
        }
    }

    public static WorkCost? Read(FactsReader facts) => facts.OptionalInteger(Cost) is { } cost
        ? new(new(facts.Integer(Parameters), facts.Integer(MultiplyAdds)), cost) : null;
}
