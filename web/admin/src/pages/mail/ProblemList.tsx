import { Alert, Box, Button } from '@mui/material';
import type { Problem } from './preview';

interface ProblemListProps {
  problems: Problem[];
  /** Whether the problem stands in what is being written; others stand in a template that it uses. */
  isOwn: (problem: Problem) => boolean;
  onGoTo: (problem: Problem) => void;
}

const placeOf = ({ template, line }: Problem) => (line ? `${template}, line ${line}` : template);

/** What the template check finds; those with a line lead there. */
export function ProblemList({ problems, isOwn, onGoTo }: ProblemListProps) {
  return (
    <Box role="status" aria-label="Template check" sx={{ mb: 2 }}>
      {problems.length === 0 && <Alert severity="success">The template check finds nothing wrong.</Alert>}
      {problems.map((problem) => (
        <Alert
          key={`${problem.part} ${problem.line} ${problem.message}`}
          severity="error"
          sx={{ mb: 1 }}
          action={
            problem.line > 0 &&
            isOwn(problem) && (
              <Button color="inherit" size="small" onClick={() => onGoTo(problem)}>
                Go to line {problem.line}
              </Button>
            )
          }
        >
          {placeOf(problem)}: {problem.message}
        </Alert>
      ))}
    </Box>
  );
}
